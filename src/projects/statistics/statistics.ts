/** What a project's annotations say as a whole; made by `StatisticsCounter`, small whatever the number of tasks. */
export interface ProjectStatistics {
  readonly tasks: number
  /** Tasks with an annotation that was not skipped. */
  readonly annotatedTasks: number
  readonly labels: readonly LabelCount[]
  readonly together: readonly LabelPair[]
  readonly annotators: readonly AnnotatorCount[]
  readonly agreement: readonly Agreement[]
  /** Seconds that annotations took. */
  readonly leadTime: Histogram
  readonly progress: readonly DayCount[]
  /** The side of a square of a box's area, in percent of the side of a square of its image's area. */
  readonly boxSizes: Histogram
  /** Width of a box divided by its height, in pixels. */
  readonly aspectRatios: Histogram
  readonly suspicions: readonly Suspicion[]
}

/** How often a label stands on regions, and in how many tasks; a choice about the whole task counts as one region. */
export interface LabelCount {
  readonly label: string
  readonly regions: number
  readonly tasks: number
}

/** In how many tasks two labels stand. */
export interface LabelPair {
  readonly first: string
  readonly second: string
  readonly tasks: number
}

export interface AnnotatorCount {
  readonly name: string
  /** Those that were not skipped. */
  readonly annotations: number
  readonly skipped: number
  readonly groundTruths: number
  /** Seconds, of annotations that say how long they took; undefined when none does. */
  readonly meanLeadTime: number | undefined
}

/** How far two people agree in the tasks that both annotated; each measure is undefined where they had nothing of its kind. */
export interface Agreement {
  readonly first: string
  readonly second: string
  readonly tasks: number
  /** F1 of boxes, polygons, ellipses and pieces of recordings that have a label in common and overlap by half or more. */
  readonly shapes: number | undefined
  /** Mean overlap (intersection over union) of those. */
  readonly overlap: number | undefined
  /** F1 of text spans with the same ends and label. */
  readonly spans: number | undefined
  /** Cohen's kappa of choices about the whole task, the mean over control tags. */
  readonly kappa: number | undefined
}

/** `counts[k]` values from `edges[k]` up to and without `edges[k + 1]`; the last one has no end. */
export interface Histogram {
  readonly edges: readonly number[]
  readonly counts: readonly number[]
}

/** A day in UTC: `2024-01-31`. */
export interface DayCount {
  readonly day: string
  readonly annotations: number
}

export const SUSPICIONS = ['empty', 'outside', 'zero-size', 'offset-mismatch'] as const
/**
 * empty: an annotation that was not skipped has no result; outside: a shape reaches beyond its image; zero-size: a shape, span or segment has no extent;
 * offset-mismatch: a span's offsets do not lead to its text.
 */
export type SuspicionKind = (typeof SUSPICIONS)[number]

export interface Suspicion {
  readonly kind: SuspicionKind
  readonly tasks: number
  /** The first of them. */
  readonly examples: readonly (number | string)[]
}
