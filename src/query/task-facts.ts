/**
 * What a search can ask about a task, taken from it when it is stored; the document itself stays the truth.
 * Texts in lists occur once, in order of appearance.
 */
export interface TaskFacts {
  /** Milliseconds since 1970. */
  readonly createdAt: number | undefined
  readonly updatedAt: number | undefined
  readonly tags: readonly string[]
  readonly annotations: readonly AnnotationFacts[]
  readonly predictions: readonly PredictionFacts[]
  /** Labels and choices of annotations that were not skipped, and of predictions. */
  readonly labels: readonly string[]
  readonly predictedLabels: readonly string[]
  /** Control tags of annotations that were not skipped. */
  readonly controls: readonly string[]
  /** The words of its data and of what annotators wrote, in order (`wordsOf`). */
  readonly words: readonly string[]
}

export interface AnnotationFacts {
  /** Undefined where the document gives none that is a whole number. */
  readonly id: number | undefined
  /** Id, e-mail and user name of who did it, as far as known. */
  readonly annotators: readonly string[]
  readonly wasCancelled: boolean
  readonly groundTruth: boolean
  readonly leadTimeSeconds: number | undefined
  readonly updatedAt: number | undefined
}

export interface PredictionFacts {
  readonly id: number | undefined
  readonly model: string | undefined
  readonly score: number | undefined
}
