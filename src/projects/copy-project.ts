import { ALL } from '../query/query.ts'
import { readFacts } from '../stores/read-facts.ts'
import type { Project, PutOutcome, Store } from '../stores/store.ts'
import { labelConfigOf } from './label-config-of.ts'

export type CopyCounts = Record<PutOutcome, number>

/** Brings all tasks of a project into another project, of the same or another store: what is there word for word is not written again. */
export async function copyTasks(
  from: Store,
  project: Project,
  to: Store,
  target: Project,
  signal?: AbortSignal,
): Promise<CopyCounts> {
  const counts: CopyCounts = { created: 0, updated: 0, unchanged: 0, skipped: 0 }
  const config = labelConfigOf(project)
  for await (const documents of from.scan(project.id, ALL, signal)) {
    const indexed = documents.map(({ id, document }) => ({
      ...{ id, document, origin: undefined },
      facts: readFacts(document, config).facts,
    }))
    for (const outcome of await to.put(target.id, indexed, 'overwrite')) counts[outcome]++
  }
  return counts
}

/** Deletes from the copy what the project has not. @returns how many tasks */
export async function deleteOthers(
  from: Store,
  project: Project,
  to: Store,
  target: Project,
  signal?: AbortSignal,
): Promise<number> {
  let deleted = 0
  for await (const documents of to.scan(target.id, ALL, signal)) {
    const ids = documents.map(({ id }) => id)
    const known = await from.known(project.id, ids)
    deleted += await to.delete(
      target.id,
      ids.filter((id) => !known.has(id)),
    )
  }
  return deleted
}
