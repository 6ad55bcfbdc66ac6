import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { LabelConfig } from '../../../model/label-config.ts'
import type { Annotation, Task } from '../../../model/task.ts'
import type { KeptDraft } from './kept-draft.ts'
import { taskWith } from './result-edits.ts'

/** All the states that the results of an annotation had, as JSON. */
interface Steps {
  readonly past: readonly string[]
  readonly present: string
  readonly future: readonly string[]
}

const MOST_STEPS = 500

/** The annotation that somebody works on, and the steps back and forth. Whoever reads it later reads what it has become. */
export class Edits {
  /** Whether it goes on from what this browser had kept. */
  readonly isRestored: boolean
  readonly #steps: Signal<Steps>
  readonly #stored: Signal<string>
  readonly #edited: ReadonlySignal<Task>

  /** @param stored results that the server has @param kept those that were not sent the last time */
  constructor(task: Task, config: LabelConfig, stored: string, kept: string | undefined) {
    this.isRestored = kept !== undefined && kept !== stored
    this.#stored = signal(stored)
    this.#steps = signal({ past: this.isRestored ? [stored] : [], present: kept ?? stored, future: [] })
    this.#edited = computed(() => taskWith(task, this.result, config))
  }

  /** With this annotation only. */
  get task(): Task {
    return this.#edited.value
  }

  get annotation(): Annotation {
    return this.task.annotations[0]! // it was given one
  }

  /** JSON of its results. */
  get result(): string {
    return this.#steps.value.present
  }

  /** Whether there is something to be sent. */
  get isChanged(): boolean {
    return this.result !== this.#stored.value
  }

  get canUndo(): boolean {
    return this.#steps.value.past.length > 0
  }

  get canRedo(): boolean {
    return this.#steps.value.future.length > 0
  }

  /** @param result JSON of the results after an edit; undefined for an edit that is not possible */
  apply(result: string | undefined): void {
    const { past, present } = this.#steps.value
    if (result !== undefined && result !== present)
      this.#steps.value = { past: [...past.slice(-MOST_STEPS), present], present: result, future: [] }
  }

  undo(): void {
    const { past, present, future } = this.#steps.value
    const before = past.at(-1)
    if (before !== undefined) this.#steps.value = { past: past.slice(0, -1), present: before, future: [present, ...future] }
  }

  redo(): void {
    const { past, present, future } = this.#steps.value
    const [next, ...rest] = future
    if (next !== undefined) this.#steps.value = { past: [...past, present], present: next, future: rest }
  }

  /** The server has these results now. */
  saved(result: string): void {
    this.#stored.value = result
  }
}

/** Edits of one annotation; what was not sent is kept as a draft. */
export function useEdits(task: Task, config: LabelConfig, stored: string, draft: KeptDraft): Edits {
  const edits = useMemo(() => new Edits(task, config, stored, draft.read()), [])
  useEffect(() => effect(() => draft.keep(edits.isChanged ? edits.result : undefined)), [])
  return edits
}
