import { JsonNode } from '../json/node.ts'
import { printCompact } from '../json/print.ts'
import { type Annotation, type Answer, annotationsOf, type Region, type Relation, type Task } from '../model/task.ts'
import { defineFormat, type JoinContext } from './format.ts'
import { json } from './json.ts'
import { type ColumnNames, nameColumns, reportRenamed } from './shared/column-names.ts'
import type { Value } from './shared/json-value.ts'
import { type Cell, ColumnBuilder, type ColumnData, type Columns, ParquetTable } from './shared/parquet-table.ts'
import { dataOf, provenanceOf } from './shared/record.ts'

const STRINGS = { list: 'string' } as const
const OF_ANNOTATION = { task_id: 'string', annotation_id: 'string' } as const

/** Columns of tasks.parquet; those of the data follow. */
const TASK_COLUMNS = { task_id: 'string', annotations: 'integer', predictions: 'integer' } as const satisfies Columns
const ANNOTATION_COLUMNS = {
  ...OF_ANNOTATION,
  ...{ origin: 'string', annotator: 'string', created_at: 'string', updated_at: 'string', lead_time: 'double' },
  ...{ was_cancelled: 'boolean', ground_truth: 'boolean', model_version: 'string', score: 'double' },
  ...{ regions: 'integer', answers: 'integer', relations: 'integer' },
} as const satisfies Columns
const REGION_COLUMNS = {
  ...OF_ANNOTATION,
  ...{ region_id: 'string', shape: 'string', from_name: 'string', to_name: 'string', label: 'string', labels: STRINGS },
  ...{ page: 'integer', parent_id: 'string', score: 'double', original_width: 'double', original_height: 'double' },
  ...{ x: 'double', y: 'double', width: 'double', height: 'double', rotation: 'double', radius_x: 'double', radius_y: 'double' },
  ...{ start: 'double', end: 'double', start_offset: 'integer', end_offset: 'integer', channel: 'integer', text: 'string' },
  results: 'string',
} as const satisfies Columns
const ANSWER_COLUMNS = {
  ...OF_ANNOTATION,
  ...{ region_id: 'string', from_name: 'string', to_name: 'string', type: 'string', value: 'string' },
} as const satisfies Columns
const RELATION_COLUMNS = {
  ...OF_ANNOTATION,
  ...{ from_id: 'string', to_id: 'string', direction: 'string', labels: STRINGS, result: 'string' },
} as const satisfies Columns

type TableName = 'tasks' | 'annotations' | 'regions' | 'answers' | 'relations'
type ParquetPart = Readonly<Record<TableName, ColumnData>>

/** Tidy tables: one row per thing, keys to join them. */
export const parquet = defineFormat({
  id: 'parquet',
  aliases: [],
  title: 'Parquet',
  summary:
    'Five tables – tasks, annotations, regions, answers, relations – with a row for each, for pandas, DuckDB, Spark and Polars.',
  spec: 'https://parquet.apache.org/docs/file-format/',
  singleFile: undefined,
  carries: json.carries,
  options: {},
  defaults: { annotations: 'all', unannotated: true },
  purpose: 'records',
  survey: 'always', // the data keys are columns
  unsuited: () => undefined,

  encode(tasks, context): ParquetPart {
    const names = namesOf(context)
    const tables = buildersOf(names)
    for (const task of tasks) addTask(tables, task, names)
    for (const name of TABLES) context.report.wrote(name, tables[name].data[0]!.length)
    return mapTables((name) => tables[name].data)
  },

  async join(parts: AsyncIterable<ParquetPart>, sink, context) {
    const names = namesOf(context)
    reportRenamed(names, context.report)
    const columns = columnsOf(names)
    const tables = mapTables((name) => new ParquetTable(columns[name], context))
    for await (const part of parts) for (const name of TABLES) await tables[name].add(part[name])
    for (const name of TABLES) await sink.put(`${name}.parquet`, await tables[name].finish())
  },
})

const TABLES = ['tasks', 'annotations', 'regions', 'answers', 'relations'] as const satisfies readonly TableName[]

function mapTables<T>(make: (name: TableName) => T): Record<TableName, T> {
  return {
    tasks: make('tasks'),
    annotations: make('annotations'),
    regions: make('regions'),
    answers: make('answers'),
    relations: make('relations'),
  }
}

function namesOf({ config, survey }: Pick<JoinContext, 'config' | 'survey'>): ColumnNames {
  if (survey === undefined) throw new Error('parquet cannot name its columns without a survey')
  return nameColumns(Object.keys(TASK_COLUMNS), { ...config, controls: [] }, { ...survey, controls: new Map() })
}

function columnsOf({ data }: ColumnNames): Record<TableName, Columns> {
  const ofData = Object.fromEntries([...data.values()].sort().map((name) => [name, 'string' as const]))
  return {
    tasks: { ...TASK_COLUMNS, ...ofData },
    annotations: ANNOTATION_COLUMNS,
    regions: REGION_COLUMNS,
    answers: ANSWER_COLUMNS,
    relations: RELATION_COLUMNS,
  }
}

function buildersOf(names: ColumnNames): Record<TableName, ColumnBuilder> {
  const columns = columnsOf(names)
  return mapTables((name) => new ColumnBuilder(columns[name]))
}

function addTask(tables: Record<TableName, ColumnBuilder>, task: Task, names: ColumnNames): void {
  const data = [...dataOf(task, names)].map(([key, value]): [string, Cell] => [key, textOf(value)])
  const { annotations, predictions } = task
  tables.tasks.add({
    ...Object.fromEntries(data),
    task_id: String(task.id),
    annotations: annotations.length,
    predictions: predictions.length,
  })
  for (const annotation of annotationsOf(task)) {
    const keys = { task_id: String(task.id), annotation_id: annotation.id === undefined ? null : String(annotation.id) }
    tables.annotations.add({ ...keys, ...annotationCells(annotation) })
    for (const region of annotation.regions) {
      tables.regions.add({ ...keys, ...regionCells(region) })
      for (const answer of region.attributes) tables.answers.add({ ...keys, region_id: region.id, ...answerCells(answer) })
    }
    for (const answer of annotation.answers) tables.answers.add({ ...keys, ...answerCells(answer) })
    for (const relation of annotation.relations) tables.relations.add({ ...keys, ...relationCells(relation) })
  }
}

type Cells = Readonly<Record<string, Cell | undefined>>

function annotationCells(annotation: Annotation): Cells {
  const provenance = provenanceOf(annotation)
  const text = (key: string) => textOf(provenance.get(key) ?? null)
  return {
    origin: annotation.origin,
    annotator: text('annotator'),
    created_at: text('created_at'),
    updated_at: text('updated_at'),
    lead_time: annotation.node.get('lead_time')?.number(),
    was_cancelled: annotation.wasCancelled,
    ground_truth: annotation.groundTruth,
    model_version: text('model_version'),
    score: annotation.score,
    regions: annotation.regions.length,
    answers: annotation.answers.length,
    relations: annotation.relations.length,
  }
}

function regionCells({ id, shape, fromName, toName, labels, page, parentId, score, mediaSize, results }: Region): Cells {
  const value = (results.find((result) => result.fromName === fromName) ?? results[0])?.value
  const number = (key: string) => value?.get(key)?.number()
  const whole = (key: string) => wholeNumber(number(key))
  const spelled = value?.get('text')
  return {
    ...{ region_id: id, shape: shape.kind, from_name: fromName, to_name: toName, label: labels[0], labels },
    ...{ page, parent_id: parentId, score, original_width: mediaSize?.width, original_height: mediaSize?.height },
    ...{ x: number('x'), y: number('y'), width: number('width'), height: number('height'), rotation: number('rotation') },
    ...{ radius_x: number('radiusX'), radius_y: number('radiusY'), start: number('start'), end: number('end') },
    ...{ start_offset: whole('startOffset'), end_offset: whole('endOffset'), channel: whole('channel') },
    text: spelled?.string() ?? (spelled === undefined || spelled.isNull() ? undefined : printCompact(spelled)),
    results: `[${results.map(({ node }) => printCompact(node)).join(',')}]`,
  }
}

/** Of 32 bits, as the column is. */
function wholeNumber(value: number | undefined): number | undefined {
  return value !== undefined && (value | 0) === value ? value : undefined
}

function answerCells({ fromName, toName, type, value }: Answer): Cells {
  return { from_name: fromName, to_name: toName, type, value: value && printCompact(value) }
}

function relationCells({ from, to, direction, labels, result }: Relation): Cells {
  return { from_id: from, to_id: to, direction, labels, result: printCompact(result.node) }
}

/** Texts bare, all else as JSON. */
function textOf(value: Value): string | null {
  if (value === null || typeof value === 'string') return value
  if (value instanceof JsonNode) return value.isNull() ? null : (value.string() ?? printCompact(value))
  return JSON.stringify(value)
}
