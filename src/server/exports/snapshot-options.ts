import { z } from '@hono/zod-openapi'
import { viewById } from '../projects/views.ts'
import type { Services } from '../services.ts'
import { isLabeled, type TaskContext } from '../tasks/task-answer.ts'
import { isCancelled, isGroundTruth } from '../tasks/task-document.ts'
import { taskFilter } from '../tasks/task-filter.ts'
import { parseTaskView } from '../tasks/task-view.ts'
import type { ExportFilter, Serialization } from './exported-tasks.ts'

const ONLY = z.enum(['only', 'exclude']).nullish()
const ONLY_ID = z.strictObject({ only_id: z.boolean().default(false) }).nullish()

/** Label Studio's options of a snapshot; a name that is not among them is a mistake, for it would change what is exported. */
export const SNAPSHOT_OPTIONS = {
  task_filter_options: z
    .strictObject({
      view: z.int().nullish(),
      skipped: ONLY,
      finished: ONLY,
      annotated: ONLY,
      only_with_annotations: z.boolean().nullish(),
    })
    .nullish(),
  annotation_filter_options: z
    .strictObject({
      usual: z.boolean().nullish(),
      ground_truth: z.boolean().nullish(),
      skipped: z.boolean().nullish(),
      reviewed: z.unknown().optional(),
    })
    .nullish(),
  serialization_options: z
    .strictObject({
      drafts: ONLY_ID,
      predictions: ONLY_ID,
      annotations__completed_by: ONLY_ID,
      include_annotation_history: z.boolean().nullish(),
      interpolate_key_frames: z.boolean().nullish(),
    })
    .nullish(),
}
const OPTIONS = z.object(SNAPSHOT_OPTIONS)

export interface SnapshotOptions {
  readonly tasks: z.output<typeof SNAPSHOT_OPTIONS.task_filter_options>
  readonly annotations: z.output<typeof SNAPSHOT_OPTIONS.annotation_filter_options>
  readonly serialization: Serialization
}

export function parseSnapshotOptions(given: unknown): SnapshotOptions {
  const options = OPTIONS.parse(given)
  const serialization = options.serialization_options ?? {}
  const whole = (option: z.output<typeof ONLY_ID>) =>
    option !== null && option !== undefined && !option.only_id ? 'whole' : 'ids'
  return {
    tasks: options.task_filter_options,
    annotations: options.annotation_filter_options,
    serialization: {
      drafts: whole(serialization.drafts),
      predictions: whole(serialization.predictions),
      annotators: whole(serialization.annotations__completed_by),
    },
  }
}

/** All conditions have to hold; skipped: an annotation was; finished: needs no more; annotated: one was not skipped. */
export async function snapshotFilter(
  services: Services,
  context: TaskContext,
  { tasks, annotations }: SnapshotOptions,
): Promise<ExportFilter> {
  const view = tasks?.view === null || tasks?.view === undefined ? undefined : await viewById(services, tasks.view)
  const isInView = taskFilter(parseTaskView([view?.data]))
  const agrees = (wanted: z.output<typeof ONLY>, holds: boolean) =>
    wanted === null || wanted === undefined || holds === (wanted === 'only')
  const isAny = (option: boolean | null | undefined) => option === true
  const usual = annotations?.usual ?? true
  const isFiltering =
    annotations !== null && annotations !== undefined && (usual || isAny(annotations.ground_truth) || isAny(annotations.skipped))
  return {
    isWanted: (task) =>
      isInView(task, context) &&
      agrees(tasks?.skipped, task.annotations.some(isCancelled)) &&
      agrees(tasks?.finished, isLabeled(task, context.wanted)) &&
      agrees(
        tasks?.annotated,
        task.annotations.some((annotation) => !isCancelled(annotation)),
      ) &&
      (!isAny(tasks?.only_with_annotations) || task.annotations.length > 0),
    isKept: (annotation) =>
      !isFiltering ||
      (usual && !isCancelled(annotation) && !isGroundTruth(annotation)) ||
      (isAny(annotations.ground_truth) && isGroundTruth(annotation)) ||
      (isAny(annotations.skipped) && isCancelled(annotation)),
  }
}
