import { type JsonNode, parseJson } from '../../json/node.ts'
import { JsonSyntaxError } from '../../json/scan.ts'
import type { Where } from '../../model/error.ts'
import { type DataFile, type DataSet, readLines } from '../data-set.ts'
import type { Fields, ReadContext, TaskDraft } from '../reader.ts'
import { SectionCutter } from './json-sections.ts'

/** One JSON object of a file of many. */
export interface JsonRecord {
  readonly node: JsonNode
  readonly where: Where & { readonly file: string }
}

/** A task for each object of all files that `read` makes one of. */
export async function* tasksOfRecords(
  dataSet: DataSet,
  context: ReadContext,
  read: (record: JsonRecord) => TaskDraft | undefined,
): AsyncGenerator<TaskDraft> {
  for (const file of dataSet.with('json', 'jsonl', 'ndjson'))
    for await (const record of readRecords(file, dataSet, context)) {
      const task = read(record)
      if (task !== undefined) yield task
    }
}

/** What else an object says, beside the keys that are read. */
export function restOf(node: JsonNode, known: ReadonlySet<string>): Fields {
  const entries = node.entries().filter(([key]) => !known.has(key))
  return Object.fromEntries(entries.map(([key, value]) => [key, value.value()]))
}

/** The text of an object, or undefined once the report says that it has none. */
export function needText({ node, where }: JsonRecord, context: ReadContext, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = node.get(key)?.string()
    if (text !== undefined) return text
  }
  context.add('record-invalid', where, { problem: `it has no \`${keys[0]}\`` })
  return undefined
}

/** The objects of JSON lines, or of a list. A line that is no object costs itself only. @throws GoldpanError `input-damaged` for a list that is no JSON */
export async function* readRecords(file: DataFile, dataSet: DataSet, context: ReadContext): AsyncGenerator<JsonRecord> {
  if (isList(await dataSet.headText(file))) yield* readList(file, context)
  else
    for await (const { text, number } of readLines(file)) {
      if (text.trim() === '') continue
      const record = parseRecord(text.replace(/^\uFEFF/, ''), { file: file.name, line: number }, context)
      if (record !== undefined) yield record
    }
}

/** The first object of each of some files, as far as it can be seen; undefined where it cannot. */
async function sampleRecords(dataSet: DataSet): Promise<readonly (JsonNode | undefined)[]> {
  const files = dataSet.sample('json', 'jsonl', 'ndjson')
  return Promise.all(files.map(async (file) => firstRecord(await dataSet.headText(file))))
}

/** Whether every file there is has such objects. */
export async function everyRecord(dataSet: DataSet, isWanted: (node: JsonNode) => boolean): Promise<boolean> {
  const samples = await sampleRecords(dataSet)
  return samples.length > 0 && samples.every((node) => node !== undefined && isWanted(node))
}

function isList(head: string): boolean {
  return /^\uFEFF?\s*\[/.test(head)
}

async function* readList(file: DataFile, context: ReadContext): AsyncGenerator<JsonRecord> {
  let records: JsonRecord[] = []
  const cutter = new SectionCutter(file.name, {
    element(_key, bytes, byte) {
      const record = parseRecord(new Uint8Array(bytes), { file: file.name, byte }, context)
      if (record !== undefined) records.push(record)
    },
    member: () => undefined,
  })
  for await (const chunk of file.open()) {
    cutter.push(chunk)
    yield* records
    records = []
  }
  cutter.end()
}

function parseRecord(text: string | Uint8Array, where: JsonRecord['where'], context: ReadContext): JsonRecord | undefined {
  try {
    const node = parseJson(text)
    if (node.kind === 'object') return { node, where }
    context.add('record-invalid', where, { problem: `expected an object, found ${node.kind}` })
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    context.add('record-invalid', where, { problem: error.message })
  }
  return undefined
}

/** Of lines the first, of a list the first element. */
function firstRecord(head: string): JsonNode | undefined {
  const text = head.replace(/^\uFEFF/, '').trimStart()
  const line = text.split('\n', 1)[0] ?? ''
  const found = parseOrNothing(isList(text) ? elementOf(text) : line) ?? parseOrNothing(text)
  return found?.kind === 'array' ? found.elements()[0] : found
}

/** `{…}` of `[{…}, …`, by counting brackets outside of strings. */
function elementOf(text: string): string {
  let [depth, start] = [0, -1]
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (match[0] === '{' && depth++ === 0) start = match.index
    if (match[0] === '}' && --depth === 0) return text.slice(start, match.index + 1)
  }
  return ''
}

function parseOrNothing(text: string): JsonNode | undefined {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
}
