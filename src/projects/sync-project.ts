import type { Project, Store } from '../stores/store.ts'
import { type CopyCounts, copyTasks, deleteOthers } from './copy-project.ts'
import { findProject } from './find-project.ts'

export interface SyncCounts extends CopyCounts {
  /** Tasks of the copy that the project had not any more. */
  readonly deleted: number
}

/**
 * Makes the project of the same title in another store equal to this one, and makes it there when it is not: in a folder or bucket a `<task_id>.json` for each task in
 * `completions`, `config.xml` beside. Only what changed is written.
 * @param isDeleting whether tasks of the copy that are not in the project are deleted
 */
export async function syncProject(
  from: Store,
  project: Project,
  to: Store,
  isDeleting: boolean,
  at: Date,
  signal?: AbortSignal,
): Promise<SyncCounts> {
  const { title, description, config, extra } = project
  const found = await findProject(to, title)
  const isSame = found !== undefined && found.config === config && found.description === description && found.extra === extra
  const settings = { title, description, config, extra }
  const target =
    found === undefined ? await to.createProject(settings, at) : isSame ? found : await to.changeProject(found.id, settings, at)
  const counts = await copyTasks(from, project, to, target, signal)
  return { ...counts, deleted: isDeleting ? await deleteOthers(from, project, to, target, signal) : 0 }
}
