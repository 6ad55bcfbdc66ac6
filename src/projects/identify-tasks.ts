import { hash } from 'node:crypto'
import { withId } from '../dialects/with-id.ts'
import type { JsonNode } from '../json/node.ts'
import { DigestIndex } from '../model/digest-index.ts'
import { NumberList } from '../model/number-list.ts'
import type { Id, Task } from '../model/task.ts'
import { factsOf } from '../query/facts-of.ts'
import type { TaskFacts } from '../query/task-facts.ts'
import type { IndexedTask, Store } from '../stores/store.ts'
import { predictionsOf } from './as-predictions.ts'

/** What an import keeps of a task that it has read. Batches are large: of all else in the model nothing is left when the next task is read. */
export interface ReadTask {
  readonly id: Id
  /** Whether the id is the task's own. */
  readonly hasOwnId: boolean
  readonly node: JsonNode
  readonly facts: TaskFacts
  /** Its annotations and predictions as predictions of the model; undefined when they stay what they are. */
  readonly predictions: readonly Uint8Array[] | undefined
}

/** @param hasGivenIds the ids are nobody's: see `Input` */
export function keepOf(task: Task, asPredictionsOf: string | undefined, hasGivenIds: boolean): ReadTask {
  return {
    id: task.id,
    hasOwnId: !hasGivenIds && !task.issues.some(({ code }) => code === 'id-missing'),
    node: task.node,
    facts: factsOf(task),
    predictions: asPredictionsOf === undefined ? undefined : predictionsOf(task, asPredictionsOf),
  }
}

/** A task ready for the store. */
export interface IdentifiedTask extends IndexedTask, Pick<ReadTask, 'predictions'> {
  readonly isRenumbered: boolean
}

/** Gives ids to the tasks of an import that have none, and others to those whose id is taken where that is wanted. */
export class TaskIdentifier {
  readonly #store: Store
  readonly #project: number
  readonly #isRenumbering: boolean
  /** The tasks that came without an id, by their digests … */
  readonly #unnamed = new DigestIndex()
  /** … and how often each came. */
  readonly #repetitions = new NumberList(Uint32Array)

  constructor(store: Store, project: number, isRenumbering: boolean) {
    this.#store = store
    this.#project = project
    this.#isRenumbering = isRenumbering
  }

  async identify(tasks: readonly ReadTask[]): Promise<IdentifiedTask[]> {
    const origins = tasks.map((task) => (task.hasOwnId ? undefined : this.#originOf(task)))
    const given = await this.#store.origins(
      this.#project,
      origins.filter((origin) => origin !== undefined),
    )
    const taken = this.#isRenumbering ? await this.#taken(tasks) : new Set<Id>()
    const ids = tasks.map((task, k): Id | undefined => {
      const origin = origins[k]
      if (origin !== undefined) return given.get(origin)
      if (taken.has(task.id)) return undefined
      if (this.#isRenumbering) taken.add(task.id)
      return task.id
    })
    const missing = ids.filter((id) => id === undefined).length
    let next = missing === 0 ? 0 : await this.#store.reserveIds('task', missing)
    return tasks.map((task, k) => identified(task, ids[k] ?? next++, origins[k]))
  }

  async #taken(tasks: readonly ReadTask[]): Promise<Set<Id>> {
    const own = tasks.filter(({ hasOwnId }) => hasOwnId).map(({ id }) => id)
    return new Set(await this.#store.known(this.#project, own))
  }

  /** The digest of its bytes, and which of several equal ones it is. */
  #originOf({ node }: ReadTask): string {
    const digest = hash('sha256', node.bytes()).slice(0, DIGEST_LETTERS)
    const number = this.#unnamed.add(digest)
    const repetition = this.#repetitions.get(number)
    this.#repetitions.set(number, repetition + 1)
    return `${digest}-${repetition}`
  }
}

/** 128 bits. */
const DIGEST_LETTERS = 32

function identified({ node, facts, predictions, id: before }: ReadTask, id: Id, origin: string | undefined): IdentifiedTask {
  const isAsItCame = origin === undefined && id === before
  return {
    id,
    document: isAsItCame ? node.bytes() : withId(node, id),
    facts,
    origin,
    predictions,
    isRenumbered: !isAsItCame && origin === undefined,
  }
}
