import { QUOTE } from '../../json/ascii.ts'
import { ByteWriter } from '../../json/byte-writer.ts'
import { JsonNode } from '../../json/node.ts'
import { decodeString, holdsEscape } from '../../json/text.ts'
import { kindAt } from '../../json/token.ts'
import type { Where } from '../../model/error.ts'
import type { Detail, IssueCode, Report } from '../../model/issue.ts'
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
import { type Value, writeCompactValue } from './json-value.ts'
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
  return defineFormat<TableOptions, Uint8Array>({
    id: name,
    aliases: [name.toUpperCase()],
    title: name.toUpperCase(),
    summary: `A ${title} table: a row per annotation, or per region.`,
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
function encodeRows(batch: Iterable<Task>, context: EncodeContext<TableOptions>, separator: string): Uint8Array {
  const table = tableOf(context)
  const cells = new CellWriter(context)
  let rows = 0
  for (const task of batch)
    for (const row of table.rows(task, context.report)) {
      cells.row(row, separator.charCodeAt(0))
      rows++
    }
  context.report.wrote('rows', rows)
  return cells.take()
}

async function joinRows(
  parts: AsyncIterable<Uint8Array>,
  path: string,
  sink: Sink,
  context: JoinContext<TableOptions>,
  separator: string,
): Promise<void> {
  const { columns, names } = tableOf(context)
  reportRenamed(names, context.report)
  const header = new CellWriter(context)
  header.row({ cells: columns, where: () => ({}) }, separator.charCodeAt(0))
  await sink.put(path, withHeader(parts, context.options, header.take()))
}

export interface Row {
  /** By place of the column; what is not there is an empty cell. */
  readonly cells: readonly (Value | undefined)[]
  where(): Where
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
  const columns = recordColumns(plan, survey)
  return { columns, names: plan.names, rows: (task, report) => recordRows(task, columns, plan, report) }
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

function* recordRows(task: Task, columns: readonly string[], plan: RecordPlan, report: Report): Iterable<Row> {
  for (const annotation of itemsOf(task)) {
    const record = recordOf(task, annotation, plan)
    record.set('annotator', asText(record.get('annotator')))
    const history = annotation?.node.get('history')
    if (history !== undefined) record.set('history', history)
    if (plan.names.transcripts.size > 0)
      for (const [name, results] of resultsByControl(annotation)) {
        const column = plan.names.transcripts.get(name)
        if (column !== undefined) record.set(column, transcriptOf(results))
      }
    reportWritten(annotation, plan.options.relations, report)
    yield { cells: columns.map((column) => record.get(column)), where: () => placeOf(task, annotation) }
  }
}

/** An annotator is a name, also where it is a number: Label Studio quotes it. */
function asText(value: Value | undefined): Value {
  if (value === undefined || value === null) return null
  return value instanceof JsonNode ? (value.string() ?? value.text()) : String(value)
}

const EMPTY = Uint8Array.of(QUOTE, QUOTE)
const CARRIAGE_RETURN = 0x0d
const LINE_FEED = 0x0a
const FORMULA = /^[=+\-@\t\r]/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Writes rows of cells. What stands in the same columns of the row before is copied: rows of one annotation differ in few. */
class CellWriter {
  readonly #writer = new ByteWriter()
  readonly #json = new ByteWriter()
  readonly #isGuarded: boolean
  readonly #report: Report
  /** The row before; none where it had something to report. */
  #before: readonly (Value | undefined)[] = []
  /** Where its cells start, and where it ends. */
  readonly #starts: number[] = []
  #hasReported = false

  constructor({ options, report }: TableContext) {
    this.#isGuarded = options.formulaGuard
    this.#report = report
  }

  row({ cells, where }: Row, separator: number): void {
    this.#hasReported = false
    for (let k = 0; k < cells.length; ) {
      const next = this.#before.length === 0 ? k : this.#firstOther(cells, k)
      if (next > k) this.#again(k, next)
      else {
        this.#starts[k] = this.#writer.length
        this.#cell(cells[k], where)
        this.#writer.byte(k + 1 < cells.length ? separator : CARRIAGE_RETURN)
      }
      k = Math.max(next, k + 1)
    }
    this.#starts[cells.length] = this.#writer.length
    this.#writer.byte(LINE_FEED)
    this.#before = this.#hasReported ? [] : cells
  }

  take(): Uint8Array {
    this.#before = []
    return this.#writer.take()
  }

  /** The first column from this one on whose cell is not that of the row before. */
  #firstOther(cells: readonly (Value | undefined)[], column: number): number {
    let k = column
    while (k < cells.length && cells[k] === this.#before[k]) k++
    return k
  }

  /** The cells from one column up to another as in the row before, with what stands behind each. */
  #again(from: number, to: number): void {
    const start = this.#starts[from]!
    const shift = this.#writer.length - start
    this.#writer.again(start, this.#starts[to]!)
    for (let k = from; k < to; k++) this.#starts[k]! += shift
  }

  #cell(value: Value | undefined, where: () => Where): void {
    if (value === undefined || value === null) this.#writer.bytes(EMPTY)
    else if (typeof value === 'number') this.#writer.number(value)
    else if (typeof value === 'string') this.#text(value, where)
    else if (value instanceof JsonNode) this.#node(value, where)
    else this.#document(value)
  }

  #node({ tape, token }: JsonNode, where: () => Where): void {
    const { bytes, tokens } = tape
    const start = tokens[token]!
    const end = tokens[token + 1]!
    switch (kindAt(tape, token)) {
      case 'string':
        if (this.#isGuarded || holdsEscape(bytes, start, end)) this.#text(decodeString(tape, token), where)
        else this.#writer.bytes(bytes, start - 1, end + 1) // with its quotes; without an escape there is none in it
        return
      case 'number':
        this.#writer.bytes(bytes, start, end)
        return
      case 'null':
        this.#writer.bytes(EMPTY)
        return
      case 'boolean':
        this.#writer.text(bytes[start] === 0x74 ? 'True' : 'False') // as Label Studio, which is Python, prints them
        return
      case 'object':
      case 'array':
        this.#document(new JsonNode(tape, token))
    }
  }

  /** JSON without white space. */
  #document(value: Value): void {
    writeCompactValue(this.#json, value)
    this.#writer.byte(QUOTE).doubled(this.#json.flush()).byte(QUOTE)
  }

  #text(text: string, where: () => Where): void {
    if (!text.isWellFormed()) this.#tell('text-unpaired', where)
    this.#writer.byte(QUOTE).text(this.#guarded(text, where).replaceAll('"', '""')).byte(QUOTE)
  }

  #guarded(text: string, where: () => Where): string {
    if (!this.#isGuarded || !FORMULA.test(text) || NUMBER.test(text)) return text
    this.#tell('cell-guarded', where, { first: text.charAt(0) })
    return `'${text}`
  }

  #tell(code: IssueCode, where: () => Where, detail: Detail = {}): void {
    this.#hasReported = true
    this.#report.add(code, where(), detail)
  }
}

async function* withHeader(
  parts: AsyncIterable<Uint8Array>,
  { bom, header }: Options<TableOptions>,
  names: Uint8Array,
): AsyncIterable<string | Uint8Array> {
  if (bom) yield '\ufeff'
  if (header) yield names
  for await (const part of parts) if (part.length > 0) yield part
}
