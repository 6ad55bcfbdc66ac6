import { GoldpanError } from '../model/error.ts'
import type { ProjectTitle } from './live-project.ts'

const MOST_SHOWN = 20

/**
 * The project that is meant: the one that was named, or the only one.
 * @param place what the projects are in, without secrets
 * @throws GoldpanError `option-missing` with a list when there are several, `project-missing` when there is none
 */
export function chooseProject(place: string, projects: number | readonly ProjectTitle[]): number {
  if (typeof projects === 'number') return projects
  const [first, ...others] = projects
  if (first === undefined)
    throw new GoldpanError('project-missing', 'there is no project', 'is it the right one, and may this user see it?', {
      file: place,
    })
  if (others.length === 0) return first.id
  throw new GoldpanError(
    'option-missing',
    `there are ${projects.length} projects: ${printTitles(projects)}`,
    `name one with --project, for instance --project ${first.id}`,
    { file: place },
  )
}

/** `3 “Street” (120 tasks), 7 “Names” (2 tasks)`. */
export function printTitles(projects: readonly ProjectTitle[]): string {
  const shown = projects.slice(0, MOST_SHOWN).map(({ id, title, taskCount }) => {
    const tasks = taskCount === undefined ? '' : ` (${taskCount} ${taskCount === 1 ? 'task' : 'tasks'})`
    return `${id} “${title}”${tasks}`
  })
  return projects.length > MOST_SHOWN ? `${shown.join(', ')} and ${projects.length - MOST_SHOWN} more` : shown.join(', ')
}
