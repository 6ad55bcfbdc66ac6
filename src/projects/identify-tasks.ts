import { createHash } from 'node:crypto'
import { withId } from '../dialects/with-id.ts'
import { DigestIndex } from '../model/digest-index.ts'
import type { Id, Task } from '../model/task.ts'
import { factsOf } from '../query/facts-of.ts'
import type { IndexedTask, Store } from '../stores/store.ts'

/** A task ready for the store, and the task it was read from. */
export interface IdentifiedTask extends IndexedTask {
  readonly task: Task
  readonly isRenumbered: boolean
}

/** Gives ids to the tasks of an import that have none, and others to those whose id is taken where that is wanted. */
export class TaskIdentifier {
  readonly #store: Store
  readonly #project: number
  readonly #isRenumbering: boolean
  /** How often a task without an id came, by its digest. */
  readonly #repetitions = new DigestIndex()

  constructor(store: Store, project: number, isRenumbering: boolean) {
    this.#store = store
    this.#project = project
    this.#isRenumbering = isRenumbering
  }

  async identify(tasks: readonly Task[]): Promise<IdentifiedTask[]> {
    const origins = tasks.map((task) => (hasOwnId(task) ? undefined : this.#originOf(task)))
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

  async #taken(tasks: readonly Task[]): Promise<Set<Id>> {
    const own = tasks.filter(hasOwnId).map(({ id }) => id)
    return new Set(await this.#store.known(this.#project, own))
  }

  /** The digest of its bytes, and which of several equal ones it is. */
  #originOf({ node }: Task): string {
    const digest = createHash('sha256').update(node.bytes()).digest('hex').slice(0, DIGEST_LETTERS)
    const repetition = this.#repetitions.get(digest) ?? 0
    this.#repetitions.put(digest, repetition + 1)
    return `${digest}-${repetition}`
  }
}

/** 128 bits. */
const DIGEST_LETTERS = 32

function hasOwnId({ issues }: Task): boolean {
  return !issues.some(({ code }) => code === 'id-missing')
}

function identified(task: Task, id: Id, origin: string | undefined): IdentifiedTask {
  const isAsItCame = origin === undefined && id === task.id
  return {
    task,
    id,
    document: isAsItCame ? task.node.bytes() : withId(task.node, id),
    facts: factsOf(task),
    origin,
    isRenumbered: !isAsItCame && origin === undefined,
  }
}
