import { JsonNode } from '../../json/node.ts'
import { printCompact } from '../../json/print.ts'
import type { Report } from '../../model/issue.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import type { Survey } from '../../model/survey.ts'
import { type Annotation, type Answer, placeOf, type RawResult, type Region, type Relation, type Task } from '../../model/task.ts'
import { byCodePoint, type ColumnNames, controlOf, nameColumns } from './column-names.ts'
import type { Value } from './json-value.ts'
import { dataOf, idOf, itemsOf, provenanceOf, type RecordOptions, reportWritten } from './record.ts'
import type { Row } from './table.ts'

/** The columns of a table with a row per region, always these and in this order; answers and data follow. */
const COLUMNS = [
  ...['task_id', 'annotation_id', 'origin', 'annotator', 'created_at', 'updated_at', 'lead_time'],
  ...['model_version', 'prediction_score'],
  ...['region_id', 'parent_id', 'type', 'from_name', 'to_name', 'page', 'label', 'labels', 'score', 'meta'],
  ...['x', 'y', 'width', 'height', 'rotation', 'radius_x', 'radius_y', 'points', 'original_width', 'original_height'],
  ...['start', 'end', 'start_offset', 'end_offset', 'text', 'channel', 'original_length'],
  ...['from_id', 'to_id', 'direction', 'value'],
]

/** Where a member of `value` goes; units and meaning are Label Studio's (percent, degrees, seconds, characters, XPaths). */
const COLUMN_OF_MEMBER: ReadonlyMap<string, string> = new Map([
  ...['x', 'y', 'width', 'height', 'rotation', 'points', 'start', 'end', 'text', 'channel', 'score'].map(
    (name) => [name, name] as const,
  ),
  ['radiusX', 'radius_x'],
  ['radiusY', 'radius_y'],
  ['startOffset', 'start_offset'],
  ['endOffset', 'end_offset'],
])

/** Types whose results are shapes or labels; all others get a column of their own. */
const SHAPE_TYPE = /labels$|^(rectangle|ellipse|polygon|vector|keypoint|brush|bitmask|magicwand|cuboid|videorectangle|relation)$/i

export interface TidyPlan {
  readonly columns: readonly string[]
  readonly names: ColumnNames
  readonly values: RecordOptions['values']
}

export function planTidy(config: LabelConfig, survey: Survey, values: RecordOptions['values']): TidyPlan {
  const answering = new Map(
    [...survey.controls].filter(([, { types }]) => [...types.keys()].some((type) => !SHAPE_TYPE.test(type))),
  )
  const names = nameColumns(COLUMNS, { ...config, controls: [] }, { ...survey, controls: answering })
  const sorted = (written: ReadonlyMap<string, string>) => [...written.values()].sort(byCodePoint)
  return { columns: [...COLUMNS, ...sorted(names.controls), ...sorted(names.data)], names, values }
}

/** A row per region, per answer about the whole task and per relation; one row for who said nothing, so that no task is missing. */
export function* tidyRows(task: Task, plan: TidyPlan, report: Report): Iterable<Row> {
  const data = dataOf(task, plan.names)
  for (const annotation of itemsOf(task)) {
    const common = commonCells(task, annotation)
    reportWritten(annotation, true, report)
    let rows = 0
    for (const cells of annotation === undefined ? [] : annotationRows(annotation, plan)) {
      rows++
      yield { cells: new Map([...data, ...common, ...cells]), where: placeOf(task, annotation) }
    }
    if (rows === 0) yield { cells: new Map([...data, ...common]), where: placeOf(task, annotation) }
  }
}

function commonCells(task: Task, annotation: Annotation | undefined): Map<string, Value> {
  const cells = provenanceOf(annotation)
  cells.set('prediction_score', cells.get('score') ?? null)
  cells.delete('score')
  cells.set('task_id', idOf(task.node, task.id))
  cells.set('origin', annotation?.origin ?? null)
  const annotator = cells.get('annotator') ?? null
  cells.set('annotator', typeof annotator === 'number' ? String(annotator) : annotator)
  return cells
}

function* annotationRows(annotation: Annotation, plan: TidyPlan): Iterable<Map<string, Value>> {
  for (const region of annotation.regions) yield regionCells(region, plan)
  for (const answer of annotation.answers) yield answerCells(answer, plan)
  for (const relation of annotation.relations) yield relationCells(relation)
}

function regionCells(region: Region, plan: TidyPlan): Map<string, Value> {
  const cells = resultCells(region.results, region.labels, region.attributes, plan)
  const naming = region.results.find(({ fromName }) => fromName === region.fromName)
  cells.set('type', naming?.type ?? null)
  cells.set('from_name', region.fromName)
  if (region.page !== undefined) cells.set('page', region.page)
  return cells
}

function answerCells(answer: Answer, plan: TidyPlan): Map<string, Value> {
  const cells = resultCells([answer.result], [], [answer], plan)
  cells.set('type', answer.result.type)
  cells.set('from_name', answer.fromName)
  return cells
}

/** All that results with one id say: what has a column goes there, the rest into `value`. */
function resultCells(
  results: readonly RawResult[],
  labels: readonly string[],
  answers: readonly Answer[],
  plan: TidyPlan,
): Map<string, Value> {
  const cells = new Map<string, Value>()
  const rest = new Map<string, Value>()
  for (const result of results) {
    const members = isWholeAnswer(result, answers) ? [] : (result.value?.entries() ?? [])
    for (const [key, node] of members)
      if (!isAnswer(node, answers) && !isLabelList(key, node, labels))
        place(cells, rest, COLUMN_OF_MEMBER.get(key), key, node, result)
    placeFields(cells, rest, result)
  }
  placeAnswers(cells, rest, answers, plan)
  const [label] = labels
  if (label !== undefined) cells.set('label', label).set('labels', labels)
  if (rest.size > 0) cells.set('value', rest)
  return cells
}

const COLUMN_OF_FIELD: readonly (readonly [field: string, column: string])[] = [
  ['id', 'region_id'],
  ['to_name', 'to_name'],
  ['parentID', 'parent_id'],
  ['score', 'score'],
  ['meta', 'meta'],
  ['original_width', 'original_width'],
  ['original_height', 'original_height'],
  ['original_length', 'original_length'],
  ['item_index', 'page'],
]

function placeFields(cells: Map<string, Value>, rest: Map<string, Value>, result: RawResult): void {
  const fields = new Map(result.node.entries())
  for (const [field, column] of COLUMN_OF_FIELD) {
    const node = fields.get(field)
    if (node !== undefined && !node.isNull() && printCompact(node) !== '{}') place(cells, rest, column, field, node, result)
  }
}

/** Results of one region repeat its geometry; what says something else under the same name is kept beside it. */
function place(
  cells: Map<string, Value>,
  rest: Map<string, Value>,
  column: string | undefined,
  key: string,
  node: JsonNode,
  { fromName }: RawResult,
): void {
  if (column !== undefined && put(cells, column, node)) return
  let name = key
  while (!put(rest, name, node)) name = `${fromName}.${name}`
}

/** False when something else stands there. */
function put(cells: Map<string, Value>, name: string, node: JsonNode): boolean {
  const present = cells.get(name)
  if (present === undefined) cells.set(name, node)
  return present === undefined || (present instanceof JsonNode && printCompact(present) === printCompact(node))
}

function placeAnswers(cells: Map<string, Value>, rest: Map<string, Value>, answers: readonly Answer[], plan: TidyPlan): void {
  const said = new Map<string, Value[]>()
  for (const answer of answers) {
    const name = controlOf(answer.result)
    const values = said.get(name) ?? []
    values.push(answerValue(answer, plan))
    said.set(name, values)
  }
  for (const [name, values] of said) {
    const value = values.length === 1 ? values[0]! : values
    const column = plan.names.controls.get(name)
    if (column !== undefined) cells.set(column, value)
    else rest.set(rest.has(name) ? `${name}.answer` : name, value)
  }
}

function answerValue({ value }: Answer, { values }: TidyPlan): Value {
  if (value === undefined) return null
  const elements = value.elements()
  return values === 'label-studio' && elements.length === 1 && elements[0]!.kind === 'string' ? elements[0]! : value
}

function isAnswer(node: JsonNode, answers: readonly Answer[]): boolean {
  return answers.some(({ value }) => value?.tape === node.tape && value.token === node.token)
}

/** Of answers that Label Studio keeps under a key of their own (a pairwise `selected`), the whole value is written. */
function isWholeAnswer({ value }: RawResult, answers: readonly Answer[]): boolean {
  return value !== undefined && isAnswer(value, answers)
}

function isLabelList(key: string, node: JsonNode, labels: readonly string[]): boolean {
  return (
    key.endsWith('labels') &&
    node.kind === 'array' &&
    node.elements().every((element) => labels.includes(element.string() ?? element.text()))
  )
}

function relationCells({ from, to, direction, labels, result }: Relation): Map<string, Value> {
  const [label] = labels
  const known = new Set(['type', 'from_id', 'to_id', 'direction', 'labels'])
  const rest = new Map<string, Value>(result.node.entries().filter(([key]) => !known.has(key)))
  const cells = new Map<string, Value>([
    ['type', 'relation'],
    ['from_id', from],
    ['to_id', to],
    ['direction', direction ?? null],
  ])
  if (label !== undefined) cells.set('label', label).set('labels', labels)
  if (rest.size > 0) cells.set('value', rest)
  return cells
}
