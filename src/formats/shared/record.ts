import { OPEN_BRACE } from '../../json/ascii.ts'
import { KeyTable } from '../../json/key-table.ts'
import { JsonNode } from '../../json/node.ts'
import { decodeString } from '../../json/text.ts'
import { closerOf, nextToken } from '../../json/token.ts'
import { parseInstant } from '../../model/instant.ts'
import type { Report } from '../../model/issue.ts'
import { findControl, type LabelConfig } from '../../model/label-config.ts'
import type { Survey } from '../../model/survey.ts'
import { type Annotation, annotatorName, type RawResult, type Task } from '../../model/task.ts'
import type { Carries, Fidelity, OptionTable } from '../format.ts'
import { type ColumnNames, controlOf, nameColumns } from './column-names.ts'
import type { Value } from './json-value.ts'

/** Options of every format that writes one record per annotation: json-min, csv, tsv. */
export const RECORD_OPTIONS = {
  values: {
    default: 'label-studio',
    choices: ['label-studio', 'stable'],
    help: 'How answers are written: label-studio = a single choice or text bare, several in a list or object; stable = always a list of value objects.',
  },
  regionIds: {
    default: false,
    help: 'Put region_id (and parent_id, item_index, score, meta where there are any) into every value, so that texts and choices find their regions.',
  },
  relations: { default: false, help: 'Add `relations`: from_id, to_id, direction and labels. Turns on region ids.' },
} as const satisfies OptionTable

export interface RecordOptions {
  readonly values: 'label-studio' | 'stable'
  readonly regionIds: boolean
  readonly relations: boolean
}

/** Label Studio's names besides data keys and controls; `agreement` and `history` are theirs even where no task has them. */
const OWN_NAMES = ['id', 'annotator', 'annotation_id', 'created_at', 'updated_at', 'lead_time', 'agreement', 'history']
const PREDICTION_NAMES = ['model_version', 'score']

/** Value objects are written word for word; what is lost is which answer belongs to which region, and relations. */
export const RECORD_CARRIES: Carries = {
  rectangle: 'exact',
  ellipse: 'exact',
  polygon: 'exact',
  polyline: 'exact',
  keypoint: 'exact',
  brush: 'exact',
  bitmask: 'exact',
  span: 'exact',
  'html-span': 'exact',
  'dialogue-span': 'exact',
  segment: 'exact',
  track: 'exact',
  'frame-range': 'exact',
  'series-range': 'exact',
  unknown: 'exact',
  rotation: 'exact',
  'several-labels': 'exact',
  attributes: 'approximate',
  answers: 'exact',
  relations: 'drop',
}

export function recordCarriesWith({ regionIds, relations }: RecordOptions): Partial<Carries> {
  const attributes: Fidelity = regionIds || relations ? 'exact' : 'approximate'
  return { attributes, relations: relations ? 'exact' : 'drop' }
}

/** How the records of one export are made: the same for every task. */
export interface RecordPlan {
  readonly names: ColumnNames
  readonly config: LabelConfig
  readonly options: RecordOptions
  /** Without them only data and controls are written, as the guide of Label Studio shows JSON_MIN. */
  readonly hasOwnNames: boolean
}

export function planRecords(config: LabelConfig, survey: Survey, options: RecordOptions, hasOwnNames = true): RecordPlan {
  const own = hasOwnNames ? [...OWN_NAMES, ...(survey.predictions > 0 ? PREDICTION_NAMES : [])] : []
  const names = nameColumns(options.relations ? [...own, 'relations'] : own, config, survey)
  return { names, config, options, hasOwnNames }
}

/** What is written of a task: one item per annotation, newest first, then its predictions; one without annotation when it has none. */
export function itemsOf(task: Task): (Annotation | undefined)[] {
  const items = [...newestFirst(task.annotations), ...task.predictions]
  return items.length === 0 ? [undefined] : items
}

/** `data`, then `id`, then the controls in order of appearance, then who and when: Label Studio's order. */
export function recordOf(task: Task, annotation: Annotation | undefined, plan: RecordPlan): Map<string, Value> {
  const { names, config, options, hasOwnNames } = plan
  const record = dataOf(task, names)
  if (hasOwnNames) record.set('id', idOf(task.node, task.id))
  for (const [name, results] of resultsByControl(annotation))
    record.set(names.controls.get(name) ?? name, controlValue(results, config, options))
  if (hasOwnNames) {
    for (const [name, value] of provenanceOf(annotation)) record.set(name, value)
    const agreement = task.node.get('agreement')
    if (agreement !== undefined) record.set('agreement', agreement)
  }
  if (options.relations)
    record.set('relations', annotation === undefined ? null : annotation.relations.map(({ result }) => relationValue(result)))
  return record
}

/** `data` under names that nothing else has. */
export function dataOf(task: Task, names: ColumnNames): Map<string, Value> {
  const record = new Map<string, Value>()
  membersOf(task.data).forEach((value, key) => void record.set(names.data.get(key) ?? key, value))
  return record
}

const PROVENANCE = new KeyTable(['id', 'created_at', 'updated_at', 'lead_time', 'score'])

/** Who, when, how long; of a prediction the model instead of a person. */
export function provenanceOf(annotation: Annotation | undefined): Map<string, Value> {
  const fields = annotation && PROVENANCE.locate(annotation.node.tape, annotation.node.token)
  const field = (key: 'id' | 'created_at' | 'updated_at' | 'lead_time' | 'score') => fields?.node(PROVENANCE.at[key])
  const isPrediction = annotation?.origin === 'prediction'
  const person = annotation === undefined ? undefined : annotatorName(annotation.annotator)
  const provenance = new Map<string, Value>([
    ['annotator', isPrediction ? null : (person ?? null)],
    ['annotation_id', presentId(field('id'), annotation?.id ?? null)],
    ['created_at', annotation?.createdAt ?? field('created_at') ?? null],
    ['updated_at', annotation?.updatedAt ?? field('updated_at') ?? null],
    ['lead_time', field('lead_time') ?? null],
  ])
  if (isPrediction) {
    provenance.set('model_version', annotation.modelVersion ?? person ?? null) // Annotation Lab names the model as a user
    provenance.set('score', field('score') ?? null)
  }
  return provenance
}

/** As it is spelled in the input. */
export function idOf(node: JsonNode, fallback: Value): Value {
  return presentId(node.get('id'), fallback)
}

function presentId(id: JsonNode | undefined, fallback: Value): Value {
  return id === undefined || id.isNull() ? fallback : id
}

export function resultsByControl(annotation: Annotation | undefined): Map<string, RawResult[]> {
  const controls = new Map<string, RawResult[]>()
  for (const result of annotation?.results ?? []) {
    if (result.type === 'relation') continue
    const name = controlOf(result)
    const results = controls.get(name)
    if (results === undefined) controls.set(name, [result])
    else results.push(result)
  }
  return controls
}

/** `role: content`, a line each (Label Studio's transcript of a chat). */
export function transcriptOf(results: readonly RawResult[]): string {
  const lines = results.map(({ value }) => {
    const message = value?.get('chatmessage') ?? value
    const role = message?.get('role')?.string() ?? ''
    const content = message?.get('content')?.string() ?? ''
    if (role === '') return content
    return content === '' ? `${role}:` : `${role}: ${content}`
  })
  return lines.join('\n')
}

/** All values of one control; Label Studio's shape takes the wrapping off a lone choice or text. */
function controlValue(results: readonly RawResult[], config: LabelConfig, options: RecordOptions): Value {
  const hasIds = options.regionIds || options.relations
  if (options.values === 'stable' || hasIds) return results.map((result) => valueObject(result, options))
  const values = results.map((result) => unwrappedValue(result, config, options))
  const kind = kindOf(results.at(-1)!, config)
  return values.length === 1 && (kind === 'choices' || kind === 'textarea') ? values[0]! : values
}

function unwrappedValue(result: RawResult, config: LabelConfig, options: RecordOptions): Value {
  const kind = kindOf(result, config)
  const list = kind === 'choices' ? result.value?.get('choices') : kind === 'textarea' ? result.value?.get('text') : undefined
  const [only, ...others] = list?.elements() ?? []
  return only !== undefined && others.length === 0 ? only : valueObject(result, options)
}

/** The control's tag decides, as with Label Studio; where the config does not know it, the result's type. */
function kindOf(result: RawResult, config: LabelConfig): string {
  return (findControl(config, result.fromName)?.tag.tag ?? result.type).toLowerCase()
}

const BESIDE_VALUE = new KeyTable(['original_width', 'original_height', 'id', 'parentID', 'item_index', 'score', 'meta'])

/** `value` word for word with the picture's size; a chat message alone, as Label Studio writes it. */
function valueObject({ node, value }: RawResult, { values, regionIds, relations }: RecordOptions): Value {
  const message = value?.get('chatmessage')
  const members = membersOf(message?.kind === 'object' ? message : value)
  if (values === 'label-studio' && message === undefined) members.delete('type') // Label Studio drops it
  const fields = BESIDE_VALUE.locate(node.tape, node.token)
  const { at } = BESIDE_VALUE
  const copy = (name: string, k: number) => void (fields.has(k) && members.set(name, fields.node(k)!))
  copy('original_width', at.original_width)
  copy('original_height', at.original_height)
  if (regionIds || relations) {
    copy('region_id', at.id)
    copy('parent_id', at.parentID)
    copy('item_index', at.item_index)
    copy('score', at.score)
    copy('meta', at.meta)
  }
  return members
}

/** By their keys, of a repeated one the last. */
function membersOf(object: JsonNode | undefined): Map<string, Value> {
  const members = new Map<string, Value>()
  if (object === undefined) return members
  const { tape, token } = object
  const closer = closerOf(tape, token, OPEN_BRACE)
  for (let key = token + 2; key < closer; key = nextToken(tape, key + 2))
    members.set(decodeString(tape, key), new JsonNode(tape, key + 2))
  return members
}

function relationValue(result: RawResult): Value {
  const members = new Map<string, Value>(result.node.entries())
  members.delete('type')
  return members
}

/** By the moment, not by the text of the date; undated ones last, equal ones in input order. */
function newestFirst(annotations: readonly Annotation[]): readonly Annotation[] {
  if (annotations.length < 2) return annotations
  const dated = annotations.map((annotation) => ({ annotation, instant: parseInstant(annotation.createdAt ?? '') ?? -Infinity }))
  return dated.sort((a, b) => (a.instant === b.instant ? 0 : b.instant > a.instant ? 1 : -1)).map(({ annotation }) => annotation)
}

/** Each region, answer and relation of an item counts once; relations only where they are written. */
export function reportWritten(annotation: Annotation | undefined, hasRelations: boolean, report: Report): void {
  if (annotation === undefined) return
  report.wrote('regions', annotation.regions.length)
  report.wrote('answers', annotation.answers.length)
  if (hasRelations) report.wrote('relations', annotation.relations.length)
}
