import { JsonNode } from '../../json/node.ts'
import type { Where } from '../../model/error.ts'
import type { Report } from '../../model/issue.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import type { Survey } from '../../model/survey.ts'
import { placeOf, type Task } from '../../model/task.ts'
import {
  type Carries,
  defineFormat,
  type EncodeContext,
  type JoinContext,
  type Options,
  type OptionTable,
  type Sink,
} from '../format.ts'
import { byCodePoint, type ColumnNames, reportRenamed } from './column-names.ts'
import { printCompactValue, type Value } from './json-value.ts'
import {
  itemsOf,
  planRecords,
  RECORD_CARRIES,
  RECORD_OPTIONS,
  type RecordPlan,
  recordCarriesWith,
  recordOf,
  reportWritten,
  resultsByControl,
  transcriptOf,
} from './record.ts'
import { planTidy, tidyRows } from './tidy.ts'

/** Options of csv and tsv. */
const TABLE_OPTIONS = {
  rows: {
    default: 'annotations',
    choices: ['annotations', 'regions'],
    help: 'annotations = a row per annotation, a column per control, as Label Studio writes it; regions = a row per region, answer and relation, coordinates in columns.',
  },
  ...RECORD_OPTIONS,
  header: { default: true, help: 'Begin with the names of the columns.' },
  bom: { default: false, help: 'Begin with a byte order mark, by which Excel knows UTF-8.' },
  formulaGuard: {
    default: false,
    help: 'Put an apostrophe before texts that spreadsheets would take for a formula (= + - @ tab, carriage return); numbers stay.',
  },
} as const satisfies OptionTable

type TableOptions = typeof TABLE_OPTIONS

function tableCarriesWith(options: Options<TableOptions>): Partial<Carries> {
  return options.rows === 'regions' ? { attributes: 'exact', relations: 'exact' } : recordCarriesWith(options)
}

/** A table with one separator; all else is the same for csv and tsv. */
export function defineTable(name: 'csv' | 'tsv', separator: ',' | '\t', title: string) {
  const singleFile = `result.${name}`
  return defineFormat<TableOptions, string>({
    id: name,
    aliases: [name.toUpperCase()],
    title: name.toUpperCase(),
    summary: `A ${title} table: a row per annotation, or with --rows regions a row per region.`,
    spec: `https://labelstud.io/guide/export#${name.toUpperCase()}`,
    singleFile,
    carries: RECORD_CARRIES,
    carriesWith: tableCarriesWith,
    options: TABLE_OPTIONS,
    defaults: { annotations: 'all', unannotated: true },
    purpose: 'records',
    survey: 'always', // the header names all data keys and controls
    unsuited: () => undefined,
    encode: (batch, context) => encodeRows(batch, context, separator),
    join: (parts, sink, context) => joinRows(parts, singleFile, sink, context, separator),
  })
}

/** The rows of a batch, RFC 4180: CRLF after each, quotes doubled. As Label Studio quotes: numbers and True/False bare, all else in quotes. */
function encodeRows(batch: Iterable<Task>, context: EncodeContext<TableOptions>, separator: string): string {
  const table = tableOf(context)
  let text = ''
  for (const task of batch)
    for (const { cells, where } of table.rows(task, context.report)) {
      const print = (column: string) => printCell(cells.get(column), where, context)
      text += `${table.columns.map(print).join(separator)}\r\n`
      context.report.wrote('rows')
    }
  return text
}

async function joinRows(
  parts: AsyncIterable<string>,
  path: string,
  sink: Sink,
  context: JoinContext<TableOptions>,
  separator: string,
): Promise<void> {
  const { columns, names } = tableOf(context)
  reportRenamed(names, context.report)
  const header = columns.map((column) => printCell(column, {}, context)).join(separator)
  await sink.put(path, withHeader(parts, (context.options.bom ? '\ufeff' : '') + (context.options.header ? `${header}\r\n` : '')))
}

export interface Row {
  /** By column; what is not there is an empty cell. */
  readonly cells: ReadonlyMap<string, Value>
  readonly where: Where
}

interface Table {
  readonly columns: readonly string[]
  readonly names: ColumnNames
  rows(task: Task, report: Report): Iterable<Row>
}

interface TableContext {
  readonly config: LabelConfig
  readonly survey: Survey | undefined
  readonly options: Options<TableOptions>
  readonly report: Report
}

/** The same in every batch and at the end: config, survey and options decide it alone. */
function tableOf({ config, survey, options }: TableContext): Table {
  if (survey === undefined) throw new Error('a table cannot name its columns without a survey')
  if (options.rows === 'regions') {
    const plan = planTidy(config, survey, options.values)
    return { columns: plan.columns, names: plan.names, rows: (task, report) => tidyRows(task, plan, report) }
  }
  const plan = planRecords(config, survey, options)
  return { columns: recordColumns(plan, survey), names: plan.names, rows: (task, report) => recordRows(task, plan, report) }
}

/** Everything any record can have, by code point, as Label Studio sorts it. */
function recordColumns({ names, options }: RecordPlan, survey: Survey): string[] {
  const columns = ['id', 'annotator', 'annotation_id', 'created_at', 'updated_at', 'lead_time']
  if (survey.hasAgreement) columns.push('agreement')
  if (survey.hasHistory) columns.push('history')
  if (survey.predictions > 0) columns.push('model_version', 'score')
  if (options.relations) columns.push('relations')
  columns.push(...names.data.values(), ...names.controls.values(), ...names.transcripts.values())
  return columns.sort(byCodePoint)
}

function* recordRows(task: Task, plan: RecordPlan, report: Report): Iterable<Row> {
  for (const annotation of itemsOf(task)) {
    const cells = recordOf(task, annotation, plan)
    cells.set('annotator', asText(cells.get('annotator')))
    const history = annotation?.node.get('history')
    if (history !== undefined) cells.set('history', history)
    if (plan.names.transcripts.size > 0)
      for (const [name, results] of resultsByControl(annotation)) {
        const column = plan.names.transcripts.get(name)
        if (column !== undefined) cells.set(column, transcriptOf(results))
      }
    reportWritten(annotation, plan.options.relations, report)
    yield { cells, where: placeOf(task, annotation) }
  }
}

/** An annotator is a name, also where it is a number: Label Studio quotes it. */
function asText(value: Value | undefined): Value {
  if (value === undefined || value === null) return null
  return value instanceof JsonNode ? (value.string() ?? value.text()) : String(value)
}

function printCell(value: Value | undefined, where: Where, context: TableContext): string {
  if (value === undefined || value === null) return '""'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return quote(printText(value, where, context))
  if (!(value instanceof JsonNode)) return quote(printCompactValue(value))
  switch (value.kind) {
    case 'null':
      return '""'
    case 'number':
      return value.text()
    case 'boolean':
      return value.boolean() ? 'True' : 'False' // as Label Studio, which is Python, prints them
    case 'string':
      return quote(printText(value.string() ?? '', where, context))
    default:
      return quote(printCompactValue(value))
  }
}

const FORMULA = /^[=+\-@\t\r]/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

function printText(text: string, where: Where, { options, report }: TableContext): string {
  if (!text.isWellFormed()) report.add('text-unpaired', where)
  if (!options.formulaGuard || !FORMULA.test(text) || NUMBER.test(text)) return text
  report.add('cell-guarded', where, { first: text.charAt(0) })
  return `'${text}`
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

async function* withHeader(parts: AsyncIterable<string>, head: string): AsyncIterable<string> {
  if (head !== '') yield head
  for await (const part of parts) if (part !== '') yield part
}
