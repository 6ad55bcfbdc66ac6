import type { TaskFacts } from '../../query/task-facts.ts'

const OBJECT_BYTES = 64
const TASK_BYTES = 512

/**
 * What searches ask about tasks, kept for the next search, up to so many bytes. Those that came first stay: a search goes over all tasks, so that giving
 * up the oldest for the newest would never find anything.
 */
export class FactsCache {
  readonly #entries = new Map<string, { readonly version: string; readonly facts: TaskFacts; readonly bytes: number }>()
  #left: number

  constructor(bytes: number) {
    this.#left = bytes
  }

  get(path: string, version: string): TaskFacts | undefined {
    const entry = this.#entries.get(path)
    return entry?.version === version ? entry.facts : undefined
  }

  set(path: string, version: string, facts: TaskFacts): void {
    this.delete(path)
    const bytes = bytesOf(facts)
    if (bytes > this.#left) return
    this.#left -= bytes
    this.#entries.set(path, { version, facts, bytes })
  }

  delete(path: string): void {
    const entry = this.#entries.get(path)
    if (entry === undefined) return
    this.#left += entry.bytes
    this.#entries.delete(path)
  }
}

/** About what they take in memory. */
function bytesOf({ tags, labels, predictedLabels, controls, words, annotations, predictions }: TaskFacts): number {
  const texts = [tags, labels, predictedLabels, controls, words, ...annotations.map(({ annotators }) => annotators)]
  const characters = texts.reduce((sum, list) => sum + list.reduce((size, text) => size + OBJECT_BYTES / 2 + text.length, 0), 0)
  return TASK_BYTES + characters + (annotations.length + predictions.length) * 2 * OBJECT_BYTES
}
