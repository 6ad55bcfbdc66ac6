import { ByteWriter } from '../json/byte-writer.ts'
import { joinBytes } from '../json/bytes.ts'
import { parseJson } from '../json/node.ts'
import { writeCompact } from '../json/print.ts'
import {
  type Annotation,
  type Answer,
  annotationsOf,
  type RawResult,
  type Region,
  type Relation,
  type Task,
} from '../model/task.ts'
import { defineFormat, type EncodeContext } from './format.ts'
import { json, taskBytes } from './json.ts'
import { type Value, writeCompactValue } from './shared/json-value.ts'
import { idOf, provenanceOf } from './shared/record.ts'

const OPTIONS = {
  rows: {
    default: 'tasks',
    choices: ['tasks', 'regions'],
    help: 'tasks: a line per task, word for word; regions: a line per region, answer and relation, with what is known of its annotation and task.',
  },
  data: { default: true, help: 'Put the data of the task into every line about a region.' },
} as const

/** JSON lines: tasks as they came in, or all that was said about them, one thing a line. */
export const jsonl = defineFormat({
  id: 'jsonl',
  aliases: ['ndjson', 'json-lines'],
  title: 'JSON lines',
  summary: 'A line per task, word for word, or per region, answer and relation.',
  spec: 'https://jsonlines.org/',
  singleFile: 'result.jsonl',
  carries: json.carries,
  options: OPTIONS,
  defaults: { annotations: 'all', unannotated: true },
  purpose: 'raw',
  survey: 'never',
  unsuited: () => undefined,

  encode(tasks, { options, report }) {
    const writer = new ByteWriter()
    for (const task of tasks) {
      if (options.rows === 'tasks') writeTask(writer, task)
      else for (const record of recordsOf(task, options.data)) writeLine(writer, record)
      reportWritten(task, report)
    }
    return writer.take()
  },

  async join(parts: AsyncIterable<Uint8Array>, sink) {
    await sink.put('result.jsonl', parts)
  },
})

function writeTask(writer: ByteWriter, task: Task): void {
  writeCompact(writer, task.complete ? task.node : parseJson(joinBytes(taskBytes(task))))
  writer.text('\n')
}

function writeLine(writer: ByteWriter, record: Map<string, Value>): void {
  writeCompactValue(writer, record)
  writer.text('\n')
}

function reportWritten(task: Task, report: EncodeContext['report']): void {
  report.wrote('tasks')
  for (const { regions, answers, relations } of annotationsOf(task)) {
    report.wrote('regions', regions.length)
    report.wrote('answers', answers.length)
    report.wrote('relations', relations.length)
  }
}

/** One record at least, so that no task is missing. */
function* recordsOf(task: Task, hasData: boolean): Iterable<Map<string, Value>> {
  const data: [string, Value][] = hasData && task.data !== undefined ? [['data', task.data]] : []
  const annotations = annotationsOf(task)
  for (const annotation of annotations.length === 0 ? [undefined] : annotations) {
    const common = commonFields(task, annotation)
    const records = annotation === undefined ? [] : sayings(annotation)
    for (const fields of records.length === 0 ? [[]] : records) yield new Map<string, Value>([...common, ...fields, ...data])
  }
}

function commonFields(task: Task, annotation: Annotation | undefined): [string, Value][] {
  const fields: [string, Value][] = [['task_id', idOf(task.node, task.id)]]
  if (annotation === undefined) return fields
  fields.push(['origin', annotation.origin])
  for (const [key, value] of provenanceOf(annotation)) if (value !== null) fields.push([key, value])
  for (const key of ['was_cancelled', 'ground_truth']) {
    const node = annotation.node.get(key)
    if (node !== undefined) fields.push([key, node])
  }
  return fields
}

type Fields = readonly (readonly [string, Value])[]

function sayings({ regions, answers, relations }: Annotation): Fields[] {
  return [...regions.map(regionFields), ...answers.map(({ result }) => resultFields(result)), ...relations.map(relationFields)]
}

/** The result that gave the labels, what was answered about its place, and other results there, such as the shape without labels. */
function regionFields(region: Region): Fields {
  const { results, fromName, labels, attributes } = region
  const main = results.find((result) => result.fromName === fromName) ?? results[0]!
  const isAnswer = (result: RawResult) => attributes.some((answer) => answer.result === result)
  const others = results.filter((result) => result !== main && !isAnswer(result))
  return [
    ...resultFields(main),
    ['labels', labels],
    ...(attributes.length > 0 ? [['attributes', attributesOf(attributes)] as const] : []),
    ...(others.length > 0 ? [['others', others.map((result) => new Map(resultFields(result)))] as const] : []),
  ]
}

/** Control → everything that was answered there. */
function attributesOf(attributes: readonly Answer[]): Map<string, Value> {
  const answered = new Map<string, Value[]>()
  for (const { fromName, value } of attributes) answered.set(fromName, [...(answered.get(fromName) ?? []), value ?? null])
  return new Map([...answered].map(([name, values]) => [name, values.length === 1 ? values[0]! : values]))
}

/** A result word for word, its id under a name that says whose it is. */
function resultFields({ node }: RawResult): Fields {
  return node.entries().map(([key, value]) => [key === 'id' ? 'region_id' : key, value])
}

function relationFields({ result }: Relation): Fields {
  return result.node.entries()
}
