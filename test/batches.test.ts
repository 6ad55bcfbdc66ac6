import { describe, expect, it } from 'vitest'
import type { AnyFormat } from '../src/formats/format.ts'
import { formats } from '../src/formats/index.ts'
import { type Converted, convert } from './convert.ts'
import { golden } from './formats/table-cases.ts'

const CASES = [
  ...['bbox_rotation', 'multi_annotator_image', 'brush', 'classification_mix', 'video_tracking'],
  ...['ner_overlap', 'paragraphs_dialogue', 'audio_transcription', 'timeseries'],
]
const TASKS = 60

describe('the same bytes and report for any batches, and for parts that come from another thread', () => {
  it.each(formats.map((format) => [format.id, format] as const))('%s', async (_id, format) => {
    const whole = await convert({ tasks: input(), to: format, batchTasks: TASKS })
    expect(whole.result.damages).toHaveLength(1)
    for (const batchTasks of [1, 7, 25]) expectSame(await convert({ tasks: input(), to: copying(format), batchTasks }), whole)
  })
})

/** Tasks of every kind, with a bad one in the midst and a damaged end. */
function input(): string {
  const tasks: object[] = CASES.flatMap((name) => JSON.parse(golden(name).tasks))
  const texts = Array.from({ length: TASKS }, (_, k) => JSON.stringify({ ...tasks[k % tasks.length], id: k + 1 }))
  texts[TASKS / 2] = '{"id": 31, "data": NaN}'
  return `[${texts.join(',\n')}, {`
}

/** Its parts are copied as threads copy them: what cannot be cloned, or is no longer the same, shows. */
function copying(format: AnyFormat): AnyFormat {
  return { ...format, encode: (tasks, context) => structuredClone(format.encode(tasks, context)) }
}

function expectSame(actual: Converted, expected: Converted): void {
  expect([...actual.files.keys()]).toEqual([...expected.files.keys()])
  for (const [path, bytes] of expected.files) expect(Buffer.compare(actual.files.get(path)!, bytes), path).toBe(0)
  expect(actual.wrote).toEqual(expected.wrote)
  expect(actual.issues.map((issue) => JSON.stringify(issue)).sort()).toEqual(
    expected.issues.map((issue) => JSON.stringify(issue)).sort(),
  )
}
