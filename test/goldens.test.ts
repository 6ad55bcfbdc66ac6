import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { AnyFormat, OptionValue } from '../src/formats/format.ts'
import { formats } from '../src/formats/index.ts'
import { parseJson } from '../src/json/node.ts'
import { regionAccounts } from './accounts.ts'
import { type Converted, convert } from './convert.ts'

/** All inputs with tasks and config: the golden cases and those built after known defects. */
const CASES = ['goldens', 'heldout-like'].flatMap((folder) => {
  const root = new URL(`./fixtures/${folder}/`, import.meta.url)
  if (!existsSync(root)) return []
  const names = readdirSync(root).filter((name) => existsSync(new URL(`${name}/tasks.json`, root)))
  return names.sort().map((name) => ({ name, root: new URL(`${name}/`, root) }))
})

const SELECTIONS: Readonly<Record<string, Readonly<Record<string, OptionValue>>>> = {
  defaults: {},
  everything: { annotations: 'all', predictions: 'with', cancelled: 'keep', includeUnannotated: true },
  'predictions instead, latest': { annotations: 'latest', predictions: 'instead' },
}

it('there are cases', () => {
  expect(CASES.length).toBeGreaterThan(20)
})

describe.each(CASES)('$name', ({ root }) => {
  const tasks = readFileSync(new URL('tasks.json', root), 'utf8')
  const config = readFileSync(new URL('config.xml', root), 'utf8')
  const media = new URL('media/', root)
  const base = { tasks, ...(existsSync(media) ? { mediaRoot: fileURLToPath(media) } : {}) }

  for (const format of formats)
    for (const [name, selection] of Object.entries(SELECTIONS))
      for (const isGiven of name === 'everything' ? [true, false] : [true])
        it(`${format.id}, ${name}, ${isGiven ? 'with its config' : 'config inferred'}`, async () => {
          const input = { ...base, to: format, selection, ...(isGiven ? { config } : {}) }
          const once = await convert(input)
          expectAccounted(once, tasks, isGiven ? config : undefined, format, selection)
          expectSameBytes(await convert(input), once)
          expectSameBytes(await convert({ ...input, batchTasks: 1 }), once)
        })

  it('json is the input, letter for letter', async () => {
    const json = formats.find(({ id }) => id === 'json')!
    const written = (await convert({ ...base, config, to: json })).text('result.json')
    const texts = (text: string) =>
      parseJson(text)
        .elements()
        .map((task) => task.text())
    expect(texts(written)).toEqual(texts(tasks))
  })
})

function expectAccounted(
  converted: Converted,
  tasks: string,
  config: string | undefined,
  format: AnyFormat,
  {
    predictions = format.defaults.predictions ?? (format.purpose === 'raw' ? 'with' : 'none'),
  }: Readonly<Record<string, OptionValue>>,
): void {
  const isRaw = format.purpose === 'raw'
  const { written, expected, places } = regionAccounts(tasks, config, converted, ({ origin }, task) => {
    if (origin === 'annotation' || predictions === 'with') return true
    return predictions === 'instead' && task.annotations.every(({ wasCancelled }) => wasCancelled && !isRaw)
  })
  expect(written, places.join('\n')).toBe(expected)
}

function expectSameBytes(actual: Converted, expected: Converted): void {
  expect([...actual.files.keys()]).toEqual([...expected.files.keys()])
  for (const [path, bytes] of expected.files) expect(Buffer.compare(actual.files.get(path)!, bytes), path).toBe(0)
}
