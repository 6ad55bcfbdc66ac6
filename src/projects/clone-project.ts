import { GoldpanError } from '../model/error.ts'
import { ALL } from '../query/query.ts'
import { readFacts } from '../stores/read-facts.ts'
import type { Project, Store } from '../stores/store.ts'
import { findProject } from './find-project.ts'
import { labelConfigOf } from './label-config-of.ts'

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
  const labelConfig = labelConfigOf(project)
  let tasks = 0
  for await (const documents of store.scan(project.id, ALL)) {
    const indexed = documents.map(({ id, document }) => ({
      id,
      document,
      facts: readFacts(document, labelConfig).facts,
      origin: undefined,
    }))
    await store.put(clone.id, indexed, 'overwrite')
    tasks += indexed.length
  }
  return { clone, tasks }
}
