import { KeyTable } from '../../json/key-table.ts'
import { JsonNode } from '../../json/node.ts'
import { parseInstant } from '../../model/instant.ts'
import type { Report } from '../../model/issue.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import type { Survey } from '../../model/survey.ts'
import { type Annotation, annotatorName, type RawResult, type Task } from '../../model/task.ts'
import type { Carries, Fidelity, OptionTable } from '../format.ts'
import { type ColumnNames, controlOf, nameColumns } from './column-names.ts'
import { ControlValues } from './control-values.ts'
import type { MemberSink, Value } from './json-value.ts'
import { ObjectForms } from './object-forms.ts'

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
  readonly options: RecordOptions
  readonly controlValues: ControlValues
  /** Without them only data and controls are written, as the guide of Label Studio shows JSON_MIN. */
  readonly hasOwnNames: boolean
}

export function planRecords(config: LabelConfig, survey: Survey, options: RecordOptions, hasOwnNames = true): RecordPlan {
  const own = hasOwnNames ? [...OWN_NAMES, ...(survey.predictions > 0 ? PREDICTION_NAMES : [])] : []
  const names = nameColumns(options.relations ? [...own, 'relations'] : own, config, survey)
  return { names, options, controlValues: new ControlValues(config, options), hasOwnNames }
}

/** What is written of a task: one item per annotation, newest first, then its predictions; one without annotation when it has none. */
export function itemsOf(task: Task): (Annotation | undefined)[] {
  const items = [...newestFirst(task.annotations), ...task.predictions]
  return items.length === 0 ? [undefined] : items
}

/** `data`, then `id`, then the controls in order of appearance, then who and when: Label Studio's order. No name comes twice. */
export function putRecord(record: MemberSink, task: Task, annotation: Annotation | undefined, plan: RecordPlan): void {
  const { names, options, controlValues, hasOwnNames } = plan
  putData(record, task, names)
  if (hasOwnNames) record.set('id', idOf(task.node, task.id))
  for (const [name, results] of resultsByControl(annotation))
    record.set(names.controls.get(name) ?? name, controlValues.valueOf(results))
  if (hasOwnNames) {
    putProvenance(record, annotation)
    const agreement = task.node.get('agreement')
    if (agreement !== undefined) record.set('agreement', agreement)
  }
  if (options.relations)
    record.set('relations', annotation === undefined ? null : annotation.relations.map(({ result }) => relationValue(result)))
}

/** The same by name. */
export function recordOf(task: Task, annotation: Annotation | undefined, plan: RecordPlan): Map<string, Value> {
  const record = new Map<string, Value>()
  putRecord(record, task, annotation, plan)
  return record
}

/** `data` under names that nothing else has. */
export function dataOf(task: Task, names: ColumnNames): Map<string, Value> {
  const data = new Map<string, Value>()
  putData(data, task, names)
  return data
}

function putData(record: MemberSink, { data }: Task, names: ColumnNames): void {
  if (data === undefined) return
  const forms = dataFormsOf(names)
  const form = forms.formOf(data.tape, data.token)
  for (let k = 0; k < form.names.length; k++) record.set(form.names[k]!, new JsonNode(data.tape, forms.tokens[form.values[k]!]!))
}

const dataForms = new WeakMap<ColumnNames, ObjectForms>()

/** What becomes of the keys of `data` is known as long as the names are. */
function dataFormsOf(names: ColumnNames): ObjectForms {
  const known = dataForms.get(names)
  if (known !== undefined) return known
  const forms = new ObjectForms((keys) => new Map(keys.map((key, k) => [names.data.get(key) ?? key, k])))
  dataForms.set(names, forms)
  return forms
}

const PROVENANCE = new KeyTable(['id', 'created_at', 'updated_at', 'lead_time', 'score'])

/** Who, when, how long; of a prediction the model instead of a person. */
export function provenanceOf(annotation: Annotation | undefined): Map<string, Value> {
  const provenance = new Map<string, Value>()
  putProvenance(provenance, annotation)
  return provenance
}

function putProvenance(record: MemberSink, annotation: Annotation | undefined): void {
  const { at } = PROVENANCE
  const fields = annotation && PROVENANCE.locate(annotation.node.tape, annotation.node.token)
  const isPrediction = annotation?.origin === 'prediction'
  const person = annotation === undefined ? undefined : annotatorName(annotation.annotator)
  record.set('annotator', isPrediction ? null : (person ?? null))
  record.set('annotation_id', presentId(fields?.node(at.id), annotation?.id ?? null))
  const created = fields?.node(at.created_at) // a text is written as it stands, without being read
  const updated = fields?.node(at.updated_at)
  record.set('created_at', created?.kind === 'string' ? created : (annotation?.createdAt ?? created ?? null))
  record.set('updated_at', updated?.kind === 'string' ? updated : (annotation?.updatedAt ?? updated ?? null))
  record.set('lead_time', fields?.node(at.lead_time) ?? null)
  if (isPrediction) {
    record.set('model_version', annotation.modelVersion ?? person ?? null) // Annotation Lab names the model as a user
    record.set('score', fields?.node(at.score) ?? null)
  }
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
