import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useMemo, useState } from 'preact/hooks'
import type { LabelConfig } from '../../../model/label-config.ts'
import type { Annotation, Task } from '../../../model/task.ts'
import type { KeptDraft } from './kept-draft.ts'
import { taskWith } from './result-edits.ts'

/** The annotation that somebody works on, and the steps back and forth. Whoever reads it later reads what it has become. */
export interface Edits {
  /** With this annotation only. */
  readonly task: Task
  readonly annotation: Annotation
  /** JSON of its results. */
  readonly result: string
  /** Whether there is something to be sent. */
  readonly isChanged: boolean
  /** Whether it goes on from what this browser had kept. */
  readonly isRestored: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** @param result JSON of the results after an edit; undefined for an edit that is not possible */
  apply(result: string | undefined): void
  undo(): void
  redo(): void
  /** It was sent: this is what the server has now. */
  saved(result: string): void
}

interface Steps {
  readonly past: readonly string[]
  readonly present: string
  readonly future: readonly string[]
}

const MOST_STEPS = 500

/** @param stored what the server has */
export function useEdits(task: Task, config: LabelConfig, stored: string, draft: KeptDraft): Edits {
  const [kept] = useState(() => draft.read())
  const isRestored = kept !== undefined && kept !== stored
  const base = useSignal(stored)
  const steps = useSignal<Steps>(
    isRestored ? { past: [stored], present: kept, future: [] } : { past: [], present: stored, future: [] },
  )
  const edited = useComputed(() => taskWith(task, steps.value.present, config))
  useSignalEffect(() => {
    const { present } = steps.value
    draft.keep(present === base.value ? undefined : present)
  })
  return useMemo(
    () => ({
      get task() {
        return edited.value
      },
      get annotation() {
        return edited.value.annotations[0]! // it was given one
      },
      get result() {
        return steps.value.present
      },
      get isChanged() {
        return steps.value.present !== base.value
      },
      isRestored,
      get canUndo() {
        return steps.value.past.length > 0
      },
      get canRedo() {
        return steps.value.future.length > 0
      },
      apply(result) {
        const { past, present } = steps.value
        if (result !== undefined && result !== present)
          steps.value = { past: [...past.slice(-MOST_STEPS), present], present: result, future: [] }
      },
      undo() {
        const { past, present, future } = steps.value
        const before = past.at(-1)
        if (before !== undefined) steps.value = { past: past.slice(0, -1), present: before, future: [present, ...future] }
      },
      redo() {
        const { past, present, future } = steps.value
        const next = future[0]
        if (next !== undefined) steps.value = { past: [...past, present], present: next, future: future.slice(1) }
      },
      saved(result) {
        base.value = result
      },
    }),
    [],
  )
}
