import { OPEN_BRACE, OPEN_BRACKET } from '../../json/ascii.ts'
import { KeyTable } from '../../json/key-table.ts'
import { JsonNode } from '../../json/node.ts'
import { printCompact } from '../../json/print.ts'
import type { Tape } from '../../json/scan.ts'
import { decodeString } from '../../json/text.ts'
import { closerOf, nextToken, stringAt } from '../../json/token.ts'
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
  ...(['task_id', 'annotation_id', 'origin', 'annotator', 'created_at', 'updated_at', 'lead_time'] as const),
  ...(['model_version', 'prediction_score'] as const),
  ...(['region_id', 'parent_id', 'type', 'from_name', 'to_name', 'page', 'label', 'labels', 'score', 'meta'] as const),
  ...(['x', 'y', 'width', 'height', 'rotation', 'radius_x', 'radius_y', 'points', 'original_width', 'original_height'] as const),
  ...(['start', 'end', 'start_offset', 'end_offset', 'text', 'channel', 'original_length'] as const),
  ...(['from_id', 'to_id', 'direction', 'value'] as const),
] as const

type Column = (typeof COLUMNS)[number]

/** The place of each of these columns. */
const AT = Object.fromEntries(COLUMNS.map((column, k) => [column, k])) as Record<Column, number> // its keys are those

/** Where a member of `value` goes; units and meaning are Label Studio's (percent, degrees, seconds, characters, XPaths). */
const COLUMN_OF_MEMBER = {
  ...{ x: 'x', y: 'y', width: 'width', height: 'height', rotation: 'rotation', points: 'points', start: 'start', end: 'end' },
  ...{ text: 'text', channel: 'channel', score: 'score', radiusX: 'radius_x', radiusY: 'radius_y' },
  ...{ startOffset: 'start_offset', endOffset: 'end_offset' },
} as const satisfies Record<string, Column>

/** Where a field beside `value` goes. */
const COLUMN_OF_FIELD = {
  ...{ id: 'region_id', to_name: 'to_name', parentID: 'parent_id', score: 'score', meta: 'meta' },
  ...{ original_width: 'original_width', original_height: 'original_height', original_length: 'original_length' },
  item_index: 'page',
} as const satisfies Record<string, Column>

const MEMBERS = new KeyTable(Object.keys(COLUMN_OF_MEMBER))
const MEMBER_COLUMNS = Object.values(COLUMN_OF_MEMBER).map((column) => AT[column])
const FIELD_NAMES = Object.keys(COLUMN_OF_FIELD)
const FIELDS = new KeyTable(FIELD_NAMES)
const FIELD_COLUMNS = Object.values(COLUMN_OF_FIELD).map((column) => AT[column])

/** Types whose results are shapes or labels; all others get a column of their own. */
const SHAPE_TYPE = /labels$|^(rectangle|ellipse|polygon|vector|keypoint|brush|bitmask|magicwand|cuboid|videorectangle|relation)$/i

export interface TidyPlan {
  readonly columns: readonly string[]
  readonly names: ColumnNames
  readonly values: RecordOptions['values']
  /** The place of each column behind {@link COLUMNS}: controls and data keys. */
  readonly places: ReadonlyMap<string, number>
}

export function planTidy(config: LabelConfig, survey: Survey, values: RecordOptions['values']): TidyPlan {
  const answering = new Map(
    [...survey.controls].filter(([, { types }]) => [...types.keys()].some((type) => !SHAPE_TYPE.test(type))),
  )
  const names = nameColumns(COLUMNS, { ...config, controls: [] }, { ...survey, controls: answering })
  const sorted = (written: ReadonlyMap<string, string>) => [...written.values()].sort(byCodePoint)
  const columns = [...COLUMNS, ...sorted(names.controls), ...sorted(names.data)]
  return { columns, names, values, places: new Map(columns.map((column, k) => [column, k])) }
}

type Cells = (Value | undefined)[]

/** A row per region, per answer about the whole task and per relation; one row for who said nothing, so that no task is missing. */
export function* tidyRows(task: Task, plan: TidyPlan, report: Report): Iterable<Row> {
  const data: Cells = plan.columns.map(() => undefined)
  for (const [name, value] of dataOf(task, plan.names)) data[plan.places.get(name)!] = value
  for (const annotation of itemsOf(task)) {
    const common = data.slice()
    fillCommon(common, task, annotation)
    reportWritten(annotation, true, report)
    const where = () => placeOf(task, annotation)
    let rows = 0
    for (const cells of annotation === undefined ? [] : annotationRows(annotation, common, plan)) {
      rows++
      yield { cells, where }
    }
    if (rows === 0) yield { cells: common, where }
  }
}

function fillCommon(cells: Cells, task: Task, annotation: Annotation | undefined): void {
  const provenance = provenanceOf(annotation)
  for (const column of ['annotation_id', 'created_at', 'updated_at', 'lead_time', 'model_version'] as const)
    cells[AT[column]] = provenance.get(column)
  cells[AT.prediction_score] = provenance.get('score')
  cells[AT.task_id] = idOf(task.node, task.id)
  cells[AT.origin] = annotation?.origin
  const annotator = provenance.get('annotator')
  cells[AT.annotator] = typeof annotator === 'number' ? String(annotator) : annotator
}

function* annotationRows(annotation: Annotation, common: Cells, plan: TidyPlan): Iterable<Cells> {
  for (const region of annotation.regions) yield regionCells(region, common.slice(), plan)
  for (const answer of annotation.answers) yield answerCells(answer, common.slice(), plan)
  for (const relation of annotation.relations) yield relationCells(relation, common.slice())
}

function regionCells(region: Region, cells: Cells, plan: TidyPlan): Cells {
  fillResults(cells, region.results, region.labels, region.attributes, plan)
  cells[AT.type] = region.results.find(({ fromName }) => fromName === region.fromName)?.type
  cells[AT.from_name] = region.fromName
  if (region.page !== undefined) cells[AT.page] = region.page
  return cells
}

function answerCells(answer: Answer, cells: Cells, plan: TidyPlan): Cells {
  fillResults(cells, [answer.result], [], [answer], plan)
  cells[AT.type] = answer.result.type
  cells[AT.from_name] = answer.fromName
  return cells
}

/** What has no column, by its name. */
type Rest = Map<string, Value>

/** All that results with one id say: what has a column goes there, the rest into `value`. */
function fillResults(
  cells: Cells,
  results: readonly RawResult[],
  labels: readonly string[],
  answers: readonly Answer[],
  plan: TidyPlan,
): void {
  const rest: Rest = new Map()
  for (const result of results) {
    if (!isWholeAnswer(result, answers)) placeMembers(cells, rest, result, labels, answers)
    placeFields(cells, rest, result)
  }
  if (answers.length > 0) placeAnswers(cells, rest, answers, plan)
  if (labels.length > 0) {
    cells[AT.label] = labels[0]
    cells[AT.labels] = labels
  }
  if (rest.size > 0) cells[AT.value] = rest
}

function placeMembers(cells: Cells, rest: Rest, result: RawResult, labels: readonly string[], answers: readonly Answer[]): void {
  if (result.value === undefined) return
  const { tape, token } = result.value
  const closer = closerOf(tape, token, OPEN_BRACE)
  for (let key = token + 2; key < closer; key = nextToken(tape, key + 2)) {
    const member = MEMBERS.indexOf(tape, key)
    if (member < 0 && isLabelList(tape, key, labels)) continue
    const node = new JsonNode(tape, key + 2)
    if (isAnswer(node, answers)) continue
    if (member < 0 || !put(cells, MEMBER_COLUMNS[member]!, node)) keep(rest, decodeString(tape, key), node, result)
  }
}

function placeFields(cells: Cells, rest: Rest, result: RawResult): void {
  const { tape, token } = result.node
  const fields = FIELDS.locate(tape, token)
  for (let k = 0; k < FIELD_COLUMNS.length; k++) {
    const node = fields.node(k)
    if (node === undefined || node.isNull() || isEmptyObject(node)) continue
    if (!put(cells, FIELD_COLUMNS[k]!, node)) keep(rest, FIELD_NAMES[k]!, node, result)
  }
}

function isEmptyObject(node: JsonNode): boolean {
  return node.kind === 'object' && node.children().length === 0
}

/** False when something else stands there. */
function put(cells: Cells, column: number, node: JsonNode): boolean {
  const present = cells[column]
  if (present === undefined) cells[column] = node
  return present === undefined || isSame(present, node)
}

/** Results of one region repeat its geometry; what says something else under the same name is kept beside it. */
function keep(rest: Rest, key: string, node: JsonNode, { fromName }: RawResult): void {
  let name = key
  for (let present = rest.get(name); present !== undefined && !isSame(present, node); present = rest.get(name))
    name = `${fromName}.${name}`
  if (!rest.has(name)) rest.set(name, node)
}

function isSame(present: Value, node: JsonNode): boolean {
  return present instanceof JsonNode && printCompact(present) === printCompact(node)
}

function placeAnswers(cells: Cells, rest: Rest, answers: readonly Answer[], plan: TidyPlan): void {
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
    if (column !== undefined) cells[plan.places.get(column)!] = value
    else rest.set(rest.has(name) ? `${name}.answer` : name, value)
  }
}

function answerValue({ value }: Answer, { values }: TidyPlan): Value {
  if (value === undefined) return null
  const elements = value.elements()
  return values === 'label-studio' && elements.length === 1 && elements[0]!.kind === 'string' ? elements[0]! : value
}

function isAnswer(node: JsonNode, answers: readonly Answer[]): boolean {
  return answers.length > 0 && answers.some(({ value }) => value?.tape === node.tape && value.token === node.token)
}

/** Of answers that Label Studio keeps under a key of their own (a pairwise `selected`), the whole value is written. */
function isWholeAnswer({ value }: RawResult, answers: readonly Answer[]): boolean {
  return value !== undefined && isAnswer(value, answers)
}

/** Whether the member with this key is a list that has nothing in it but these labels. */
function isLabelList(tape: Tape, key: number, labels: readonly string[]): boolean {
  const list = key + 2
  const closer = closerOf(tape, list, OPEN_BRACKET)
  if (closer === 0 || !decodeString(tape, key).endsWith('labels')) return false
  for (let element = list + 2; element < closer; element = nextToken(tape, element))
    if (!labels.includes(stringAt(tape, element) ?? new JsonNode(tape, element).text())) return false
  return true
}

function relationCells({ from, to, direction, labels, result }: Relation, cells: Cells): Cells {
  const known = new Set(['type', 'from_id', 'to_id', 'direction', 'labels'])
  const rest: Rest = new Map(result.node.entries().filter(([key]) => !known.has(key)))
  cells[AT.type] = 'relation'
  cells[AT.from_id] = from
  cells[AT.to_id] = to
  cells[AT.direction] = direction
  if (labels.length > 0) [cells[AT.label], cells[AT.labels]] = [labels[0], labels]
  if (rest.size > 0) cells[AT.value] = rest
  return cells
}
