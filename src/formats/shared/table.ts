import { JsonNode } from '../../json/node.ts'
import type { Report } from '../../model/issue.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import type { Survey } from '../../model/survey.ts'
import type { Task } from '../../model/task.ts'
import { type Carries, defineFormat, type EncodeContext, type Options, type OptionTable } from '../format.ts'
import { CellWriter } from './cell-writer.ts'
import { byCodePoint, type ColumnNames, reportRenamed } from './column-names.ts'
import type { Value } from './json-value.ts'
import { plainRows, plainTidyRows } from './plain-records.ts'
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
import type { RecordStyle } from './record-run.ts'
import { remembering } from './remembering.ts'
import { TidyWriter } from './tidy.ts'
import { planTidy } from './tidy-columns.ts'

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
  const tableOf = remembering((context: TableContext) => planTable(context, separator))
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
    encode(batch, context) {
      const cells = new CellWriter(separator, context.options.formulaGuard, context.report)
      return encodeRows(batch, context, tableOf(context), cells)
    },
    async join(parts, sink, context) {
      const { columns, names } = tableOf(context)
      reportRenamed(names, context.report)
      const header = new CellWriter(separator, context.options.formulaGuard, context.report)
      for (const column of columns) header.cell(column)
      header.endRow()
      await sink.put(singleFile, withHeader(parts, context.options, header.take()))
    },
  })
}

/** The rows of a batch. */
function encodeRows(batch: Iterable<Task>, context: EncodeContext<TableOptions>, table: Table, cells: CellWriter): Uint8Array {
  const write = table.writerInto(cells, context.report)
  let rows = 0
  if (table.plain !== undefined && !context.options.formulaGuard)
    context.printer?.records(table.plain, ({ records, regions, bytes }) => {
      cells.rows(bytes)
      rows += records
      context.report.wrote('regions', regions)
    })
  for (const task of batch) rows += write(task)
  context.report.wrote('rows', rows)
  return cells.take()
}

interface Table {
  readonly columns: readonly string[]
  readonly names: ColumnNames
  /** How plain tasks are printed at once; undefined where they are not. */
  readonly plain: RecordStyle | undefined
  /** For what writes the rows of a task and gives their number. */
  writerInto(cells: CellWriter, report: Report): (task: Task) => number
}

interface TableContext {
  readonly config: LabelConfig
  readonly survey: Survey | undefined
  readonly options: Options<TableOptions>
}

function planTable({ config, survey, options }: TableContext, separator: string): Table {
  if (survey === undefined) throw new Error('a table cannot name its columns without a survey')
  if (options.rows === 'regions') {
    const plan = planTidy(config, survey, options.values)
    const writerInto = (cells: CellWriter, report: Report) => {
      const writer = new TidyWriter(plan, cells, report)
      return (task: Task) => writer.write(task)
    }
    return { columns: plan.columns, names: plan.names, plain: plainTidyRows({ config, survey }, plan, separator), writerInto }
  }
  const plan = planRecords(config, survey, options)
  const columns = recordColumns(plan, survey)
  const writerInto = (cells: CellWriter, report: Report) => (task: Task) => writeRecords(task, columns, plan, cells, report)
  const hasIds = options.regionIds || options.relations
  const plain = hasIds ? undefined : plainRows({ config, survey, names: plan.names }, columns, separator)
  return { columns, names: plan.names, plain, writerInto }
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

/** Gives the number of rows. */
function writeRecords(task: Task, columns: readonly string[], plan: RecordPlan, cells: CellWriter, report: Report): number {
  const items = itemsOf(task)
  for (const annotation of items) {
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
    cells.begin(task, annotation)
    for (const column of columns) cells.cell(record.get(column))
    cells.endRow()
  }
  return items.length
}

/** An annotator is a name, also where it is a number: Label Studio quotes it. */
function asText(value: Value | undefined): Value {
  if (value === undefined || value === null) return null
  return value instanceof JsonNode ? (value.string() ?? value.text()) : String(value)
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
