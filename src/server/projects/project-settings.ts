import { z } from '@hono/zod-openapi'
import { parseLabelConfig } from '../../dialects/label-config-xml.ts'
import { GoldpanError } from '../../model/error.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import type { Project, ProjectSettings } from '../../stores/store.ts'

const text = z.string()
const yes = z.boolean()
const whole = z.int({ message: 'A valid integer is required.' })
const formWhole = z.preprocess((value) => (typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value), whole)
const formYes = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), yes)

/** What people may set, as Label Studio names it; what clients send beside it is kept nowhere. */
export const PROJECT_BODY = z
  .object({
    title: text
      .refine((title) => title === '' || title.length >= 3, 'Ensure this field has at least 3 characters.')
      .refine((title) => title.length <= 50, 'Ensure this field has no more than 50 characters.'),
    description: text.nullable().transform((value) => value ?? ''),
    label_config: text.nullable().transform((value) => value ?? ''),
    expert_instruction: text.nullable(),
    show_instruction: formYes,
    show_skip_button: formYes,
    enable_empty_annotation: formYes,
    show_annotation_history: formYes,
    color: text.regex(/^#[0-9a-fA-F]{6}$/, 'Color must be in "#RRGGBB" format').nullable(),
    maximum_annotations: formWhole,
    is_published: formYes,
    model_version: text.nullable(),
    is_draft: formYes,
    min_annotations_to_start_training: formWhole,
    start_training_on_annotation_update: formYes,
    show_collab_predictions: formYes,
    sampling: z.enum(['Sequential sampling', 'Uniform sampling', 'Uncertainty sampling']).nullable(),
    show_ground_truth_first: formYes,
    annotator_evaluation_enabled: formYes,
    show_overlap_first: formYes,
    overlap_cohort_percentage: formWhole,
    control_weights: z.record(z.string(), z.unknown()).nullable(),
    evaluate_predictions_automatically: formYes,
    skip_queue: z.enum(['REQUEUE_FOR_ME', 'REQUEUE_FOR_OTHERS', 'IGNORE_SKIPPED']).nullable(),
    reveal_preannotations_interactively: formYes,
    pinned_at: text.nullable(),
  })
  .partial()

export type ProjectBody = z.output<typeof PROJECT_BODY>

/** Everything but title, description and config: what a store keeps as `extra`. Unknown members stay. */
const EXTRA = z.looseObject({
  expert_instruction: z.string().nullable().default(''),
  show_instruction: z.boolean().default(false),
  show_skip_button: z.boolean().default(true),
  enable_empty_annotation: z.boolean().default(true),
  show_annotation_history: z.boolean().default(false),
  color: z.string().nullable().default('#FFFFFF'),
  maximum_annotations: z.number().default(1),
  is_published: z.boolean().default(false),
  model_version: z.string().nullable().default(''),
  is_draft: z.boolean().default(false),
  created_by: z.number().nullable().default(null),
  min_annotations_to_start_training: z.number().default(0),
  start_training_on_annotation_update: z.boolean().default(false),
  show_collab_predictions: z.boolean().default(true),
  sampling: z.string().nullable().default('Sequential sampling'),
  show_ground_truth_first: z.boolean().default(false),
  annotator_evaluation_enabled: z.boolean().default(false),
  show_overlap_first: z.boolean().default(false),
  overlap_cohort_percentage: z.number().default(100),
  control_weights: z.record(z.string(), z.unknown()).nullable().default(null),
  evaluate_predictions_automatically: z.boolean().default(false),
  skip_queue: z.string().nullable().default('REQUEUE_FOR_OTHERS'),
  reveal_preannotations_interactively: z.boolean().default(false),
  pinned_at: z.string().nullable().default(null),
})

export type ProjectExtra = z.output<typeof EXTRA>

/** Label Studio's settings of a project, its defaults where nobody set them. */
export function extraOf({ extra }: Pick<ProjectSettings, 'extra'>): ProjectExtra {
  return EXTRA.safeParse(readJson(extra)).data ?? EXTRA.parse({}) // others may write stores too
}

/** A new project's settings. */
export function newSettings(
  { title = '', description = '', label_config = '', ...rest }: ProjectBody,
  creator: number,
): ProjectSettings {
  return { title, description, config: label_config, extra: JSON.stringify({ ...rest, created_by: creator }) }
}

/** What a request changes of a project's settings. */
export function changedSettings(
  project: Project,
  { title, description, label_config, ...rest }: ProjectBody,
): Partial<ProjectSettings> {
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(label_config !== undefined && { config: label_config }),
    ...(Object.keys(rest).length > 0 && { extra: JSON.stringify({ ...asObject(readJson(project.extra)), ...rest }) }),
  }
}

/** What is wrong with a labeling config, in Label Studio's words where it has some; undefined when nothing is. */
export function configProblem(xml: string): string | undefined {
  if (xml.trim() === '') return undefined
  let config: LabelConfig
  try {
    config = parseLabelConfig(xml)
  } catch (error) {
    if (!(error instanceof GoldpanError)) throw error
    const { line, column } = error.where
    return `${error.message}: line ${line ?? 1}, column ${column ?? 1}; ${error.hint}`
  }
  const written = [...xml.matchAll(/<[\w.-]+\s[^<>]*?\bname\s*=\s*["']([^"']*)["']/g)].map((match) => match[1]!)
  if (new Set(written).size < written.length) return 'Label config contains non-unique names'
  const names = [...config.objects, ...config.controls].map(({ name }) => name)
  const wrong = config.controls.flatMap(({ toNames }) => toNames).find((name) => !names.includes(name))
  return wrong === undefined
    ? undefined
    : `toName="${wrong}" not found in names: ${JSON.stringify(names.toSorted()).replaceAll('"', "'")}`
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text)
  } catch {
    return {} // a store's `extra` that others wrote
  }
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
