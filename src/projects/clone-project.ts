import { GoldpanError } from '../model/error.ts'
import type { Project, Store } from '../stores/store.ts'
import { copyTasks } from './copy-project.ts'
import { findProject } from './find-project.ts'

/** A second project with the same settings and tasks, under the same ids. @throws GoldpanError `project-exists` */
export async function cloneProject(
  store: Store,
  project: Project,
  title: string,
  at: Date,
): Promise<{ readonly clone: Project; readonly tasks: number }> {
  const { description, config, extra } = project
  if ((await findProject(store, title)) !== undefined)
    throw new GoldpanError('project-exists', `there is a project \`${title}\` already`, 'give the new one another title')
  const clone = await store.createProject({ title, description, config, extra }, at)
  const { created } = await copyTasks(store, project, store, clone)
  return { clone, tasks: created }
}
