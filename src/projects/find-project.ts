import { GoldpanError } from '../model/error.ts'
import { nearest } from '../model/nearest.ts'
import type { Project, Store } from '../stores/store.ts'

/** A project by its title, or by its number. */
export async function findProject(store: Store, name: string): Promise<Project | undefined> {
  const projects = await store.projects()
  return projects.find(({ title }) => title === name) ?? projects.find(({ id }) => String(id) === name)
}

/** @throws GoldpanError `project-unknown` with the nearest title */
export async function needProject(store: Store, name: string): Promise<Project> {
  const project = await findProject(store, name)
  if (project !== undefined) return project
  const titles = (await store.projects()).map(({ title }) => title)
  const near = nearest(name, titles)
  const known =
    titles.length === 0
      ? 'there is none yet[: `goldpan import` makes one || ]'
      : '[`goldpan projects` lists all || the list of projects names all]'
  const hint = near === undefined ? known : `did you mean \`${near}\`?`
  throw new GoldpanError('project-unknown', `there is no project \`${name}\` in ${store.name}`, hint)
}
