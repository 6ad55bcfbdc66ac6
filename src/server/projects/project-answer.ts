import type { ControlTag, LabelConfig, LabelDefinition, ObjectTag } from '../../model/label-config.ts'
import { labelConfigOf } from '../../projects/label-config-of.ts'
import { ALL, type Query } from '../../query/query.ts'
import type { Project } from '../../stores/store.ts'
import type { User } from '../access/access.ts'
import { shortUser } from '../access/people.ts'
import type { Answer, AnswerObject } from '../http/json-answer.ts'
import { timestamp } from '../http/time.ts'
import type { Services } from '../services.ts'
import { extraOf, type ProjectExtra } from './project-settings.ts'

/** What Label Studio counts in a project. */
export const COUNTERS = [
  'task_number',
  'finished_task_number',
  'total_predictions_number',
  'total_annotations_number',
  'num_tasks_with_annotations',
  'useful_annotation_number',
  'ground_truth_number',
  'skipped_annotations_number',
] as const
export type Counters = Readonly<Record<(typeof COUNTERS)[number], number>>

/** The numbers that a project's answers show. */
export async function countersOf({ store }: Pick<Services, 'store'>, project: Project): Promise<Counters> {
  const [counts, finished] = await Promise.all([
    store.count(project.id, ALL),
    store.count(project.id, finishedQuery(extraOf(project).maximum_annotations)),
  ])
  return {
    task_number: counts.tasks,
    finished_task_number: finished.tasks,
    total_predictions_number: counts.predictions,
    total_annotations_number: counts.annotations,
    num_tasks_with_annotations: counts.annotatedTasks,
    useful_annotation_number: counts.annotations - counts.groundTruths,
    ground_truth_number: counts.groundTruths,
    skipped_annotations_number: counts.skippedAnnotations,
  }
}

/** Tasks that need no further annotation; one annotation, even if skipped, is enough where one is wanted. */
function finishedQuery(wanted: number): Query {
  if (wanted > 1)
    return {
      kind: 'range',
      field: 'annotations',
      range: { from: wanted, to: Number.POSITIVE_INFINITY, isFromIncluded: true, isToIncluded: true },
    }
  return { kind: 'not', part: { kind: 'is', state: 'unannotated' } }
}

/** A project as Label Studio answers it; `counters` are null in the answer to its creation. */
export function projectAnswer(project: Project, creator: User | undefined, counters: Counters | undefined): AnswerObject {
  const extra = extraOf(project)
  const config = labelConfigOf(project)
  const count = (name: keyof Counters) => counters?.[name] ?? null
  const { task_number: tasks = 0, finished_task_number: finished = 0 } = counters ?? {}
  return {
    id: project.id,
    title: project.title,
    description: project.description,
    label_config: project.config === '' ? '<View></View>' : project.config,
    expert_instruction: extra.expert_instruction,
    show_instruction: extra.show_instruction,
    show_skip_button: extra.show_skip_button,
    enable_empty_annotation: extra.enable_empty_annotation,
    show_annotation_history: extra.show_annotation_history,
    organization: 1,
    color: extra.color,
    maximum_annotations: extra.maximum_annotations,
    is_published: extra.is_published,
    model_version: extra.model_version,
    is_draft: extra.is_draft,
    created_by: creator === undefined ? null : shortUser(creator),
    created_at: timestamp(project.createdAt),
    min_annotations_to_start_training: extra.min_annotations_to_start_training,
    start_training_on_annotation_update: extra.start_training_on_annotation_update,
    show_collab_predictions: extra.show_collab_predictions,
    num_tasks_with_annotations: count('num_tasks_with_annotations'),
    task_number: count('task_number'),
    useful_annotation_number: count('useful_annotation_number'),
    ground_truth_number: count('ground_truth_number'),
    skipped_annotations_number: count('skipped_annotations_number'),
    total_annotations_number: count('total_annotations_number'),
    total_predictions_number: count('total_predictions_number'),
    sampling: extra.sampling,
    show_ground_truth_first: extra.show_ground_truth_first,
    annotator_evaluation_enabled: extra.annotator_evaluation_enabled,
    show_overlap_first: extra.show_overlap_first,
    overlap_cohort_percentage: extra.overlap_cohort_percentage,
    task_data_login: null,
    task_data_password: null,
    control_weights: controlWeights(config, extra),
    parsed_label_config: Object.fromEntries(
      config.controls.map((control) => [control.name, parsedControl(control, config.objects)]),
    ),
    evaluate_predictions_automatically: extra.evaluate_predictions_automatically,
    config_has_control_tags: config.controls.length > 0,
    skip_queue: extra.skip_queue,
    reveal_preannotations_interactively: extra.reveal_preannotations_interactively,
    pinned_at: extra.pinned_at,
    finished_task_number: count('finished_task_number'),
    queue_total: tasks,
    queue_done: finished,
    config_suitable_for_bulk_annotation: config.controls.every(({ tag }) => BULK_TAGS.includes(tag)),
    state: null,
  }
}

/** Controls that answer about the task as a whole. */
const BULK_TAGS = ['Choices', 'Taxonomy', 'Rating', 'TextArea', 'Number', 'DateTime', 'Pairwise']

function parsedControl(control: ControlTag, objects: readonly ObjectTag[]): AnswerObject {
  const inputs = control.toNames.flatMap((name) => objects.find((object) => object.name === name) ?? [])
  return {
    type: control.tag,
    to_name: control.toNames,
    inputs: inputs.map(({ tag, valueType, dataPath }) => ({ type: tag, valueType: valueType ?? null, value: dataPath })),
    labels: control.labels.map(({ name }) => name),
    labels_attrs: Object.fromEntries(control.labels.map((label) => [label.name, labelAttributes(label)])),
  }
}

function labelAttributes({ name, value, background, hotkey, category }: LabelDefinition): AnswerObject {
  return {
    value,
    alias: name === value ? undefined : name,
    background,
    hotkey,
    category: category === undefined ? undefined : String(category),
  }
}

function controlWeights({ controls }: LabelConfig, { control_weights: given }: ProjectExtra): Answer {
  if (given !== null) return toAnswer(given)
  const weights = controls.map((control) => ({
    overall: 1,
    type: control.tag,
    labels: Object.fromEntries(control.labels.map(({ name }) => [name, 1])),
  }))
  return Object.fromEntries(controls.map(({ name }, k) => [name, weights[k]!]))
}

/** JSON that was read and is written again. */
export function toAnswer(value: unknown): Answer {
  if (Array.isArray(value)) return value.map(toAnswer)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toAnswer(member)]))
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}
