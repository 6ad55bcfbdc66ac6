import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { csv } from '../../src/formats/csv.ts'
import { json } from '../../src/formats/json.ts'
import { parseJson } from '../../src/json/node.ts'
import { GoldpanError, printWhere } from '../../src/model/error.ts'
import { convert } from '../convert.ts'

const FOLDER = 'test/fixtures/input-shapes/'
const config = readFileSync(`${FOLDER}config.xml`, 'utf8')
const read = (file: string) => readFileSync(FOLDER + file)

interface Outcome {
  /** Ids of the tasks that were read. */
  readonly tasks?: readonly (number | string)[]
  /** `code place message` of what was reported while they were read. */
  readonly issues?: readonly string[]
  /** The error that ended the run: nothing was read. */
  readonly error?: string
}

const invalid = (place: string, problem: string) => `task-invalid ${place} not readable as a task: ${problem}`

/** What becomes of every file. The peer crashes on 13 of them and silently writes nothing for 8 others. */
const EXPECTED: Readonly<Record<string, Outcome>> = {
  'list.json': { tasks: [1, 2] },
  'single_object.json': { tasks: [1] },
  'leading_ws.json': { tasks: [1] },
  'bom_list.json': { tasks: [1] },
  'bom_object.json': { tasks: [1] },
  'jsonl.jsonl': { tasks: [1, 2] },
  'wrapped_tasks.json': { tasks: [1, 2] },
  'completions.json': { tasks: [1] },
  'no_annotations_key.json': { tasks: [1] },
  'annotations_null.json': { tasks: [1] },
  'int64_overflow.json': { tasks: [1] },
  'mixed_created_at.json': { tasks: [1] },
  'empty_list.json': { tasks: [] },
  'lone_surrogate.json': {
    tasks: [1],
    issues: ['text-unpaired lone_surrogate.json:1:2, task 1 the text has half a surrogate pair; it is written as U+FFFD'],
  },
  'missing_id.json': {
    tasks: [1],
    issues: ['id-missing missing_id.json:1:2, task 1 the task has no `id`; it is called 1, its place in the input'],
  },
  'missing_data.json': {
    tasks: [1],
    issues: ['data-missing missing_data.json:1:2, task 1 the task has no `data`; it is read as empty'],
  },
  'result_without_value.json': {
    tasks: [1],
    issues: ['result-invalid result_without_value.json:1:2, task 1, annotation 1 not readable as a result: it has no `value`'],
  },
  'list_with_null.json': {
    tasks: [1],
    issues: [invalid('list_with_null.json:1:2 (byte 1)', 'expected a task object, found null')],
  },
  'trailing_comma.json': {
    tasks: [1],
    issues: ['comma-trailing trailing_comma.json:1:240 (byte 239) a comma where none belongs was passed over'],
  },
  'truncated.json': {
    tasks: [1],
    issues: [
      'input-damaged truncated.json:1:301 (byte 300) the input is damaged here: it ends inside a task that starts at line 1, column 241; what was read before is kept',
    ],
  },
  'nested_list.json': { error: 'task-invalid nested_list.json:1:2 (byte 1) expected a task object, found an array' },
  'nan.json': { error: 'task-invalid nan.json:1:25 (byte 24) expected a value, found `NaN`' },
  'latin1.json': { error: 'task-invalid latin1.json:1:32 (byte 31) expected UTF-8 text, found byte 0xfc' },
  'utf16.json': { error: 'input-encoding utf16.json (byte 0) the input is UTF-16 or UTF-32, expected UTF-8' },
  'empty.json': { error: 'input-empty empty.json (byte 0) the input is empty' },
  'null.json': { error: "input-shape null.json:1:1 (byte 0) expected '[' or '{', found 'n'" },
  'string.json': { error: "input-shape string.json:1:1 (byte 0) expected '[' or '{', found '\"'" },
  'config.xml': { error: "input-shape config.xml:1:1 (byte 0) expected '[' or '{', found '<'" },
  'peer.json': {
    error:
      'task-invalid peer.json:1:1 (byte 0) expected a task with `data`, found an object with `list.json`, `single_object.json`, `leading_ws.json`, `bom_list.json`, `bom_object.json`',
  },
}

async function outcomeOf(file: string): Promise<Outcome> {
  try {
    const converted = await convert({ tasks: read(file), config, to: csv, name: file })
    const raw = await convert({ tasks: read(file), config, to: json, name: file })
    const tasks = parseJson(raw.text('result.json'))
      .elements()
      .map((task, index) => task.get('id')?.number() ?? index + 1)
    const issues = converted.issues.map((issue) => `${issue.code} ${printWhere(issue)} ${issue.message}`)
    return issues.length === 0 ? { tasks } : { tasks, issues }
  } catch (error) {
    if (!(error instanceof GoldpanError)) throw error
    return { error: `${error.code} ${printWhere(error.where)} ${error.message}` }
  }
}

describe('T8, T9: every shape of input gives its tasks or says what is wrong and where', () => {
  it('all files are in the table', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(readdirSync(FOLDER).sort())
  })

  it.each(Object.keys(EXPECTED))('%s', async (file) => {
    expect(await outcomeOf(file)).toEqual(EXPECTED[file])
  })

  it('T9: where the peer has nothing to say and nothing to show, either is different here', () => {
    const peer = parseJson(read('peer.json')).entries()
    const silent = peer.filter(([, outcome]) => outcome.get('records')?.number() === 0).map(([file]) => file)
    expect(silent.filter((file) => EXPECTED[file]?.error === undefined && EXPECTED[file]?.tasks?.length === 0)).toEqual([
      'empty_list.json',
    ])
    expect(silent).toHaveLength(9)
  })

  it('T9: as JSON, what stands in them stays as it is spelled', async () => {
    const text = async (file: string) => (await convert({ tasks: read(file), config, to: json, name: file })).text('result.json')
    expect(await text('int64_overflow.json')).toContain('100000000000000000000000')
    expect(await text('lone_surrogate.json')).toContain('"\\ud83d x"')
    expect(await text('mixed_created_at.json')).toContain('"created_at":"2024"')
    expect(await text('missing_id.json')).not.toContain('"id"')
  })

  it('on request the first bad task ends the run, at its place', async () => {
    const run = convert({ tasks: read('list_with_null.json'), config, to: csv, name: 'list_with_null.json', onBadTask: 'fail' })
    await expect(run).rejects.toMatchObject({
      code: 'task-invalid',
      message: 'expected a task object, found null',
      where: { file: 'list_with_null.json', line: 1, column: 2, byte: 1 },
    })
  })
})
