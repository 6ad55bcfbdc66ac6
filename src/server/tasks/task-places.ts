import { GoldpanError } from '../../model/error.ts'
import { labelConfigOf } from '../../projects/label-config-of.ts'
import { readFacts } from '../../stores/read-facts.ts'
import type { EntityKind, Project, TaskPlace } from '../../stores/store.ts'
import { needRole, roleIn } from '../access/access.ts'
import { allUsers } from '../access/users.ts'
import { notFound } from '../http/problem.ts'
import { extraOf } from '../projects/project-settings.ts'
import type { RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import type { TaskContext } from './task-answer.ts'
import { type OpenTask, openTask } from './task-document.ts'

const KIND_NAMES: Readonly<Record<EntityKind, string>> = { task: 'Task', annotation: 'Annotation', prediction: 'Prediction' }

/** A task with its project, and all that answers about it need. */
export interface FoundTask {
  readonly place: TaskPlace
  readonly project: Project
  readonly task: OpenTask
  readonly context: TaskContext
}

/**
 * The task with this id, or with the annotation or prediction of this id, in a project that the user may see: in the one that `?project=` names,
 * where several have it (imports may keep the ids of their tasks).
 * @param isMeant further tells which of several it is
 * @throws HttpProblem 404 there is none, 403 the user's role there is too low
 */
export async function needTask(
  request: RouteRequest<unknown, unknown>,
  kind: EntityKind,
  id: number,
  isMeant: (task: OpenTask) => boolean = () => true,
): Promise<FoundTask> {
  const { services, user, role } = request
  const named = Number(request.url.searchParams.get('project') ?? Number.NaN)
  const places = await services.store.find(kind, id)
  for (const place of places.toSorted((a, b) => Number(b.project === named) - Number(a.project === named))) {
    if ((await roleIn(services, user, place.project)) === 'none') continue
    await needRole(services, user, role, place.project)
    const document = await services.store.get(place.project, place.task)
    const project = await services.store.project(place.project)
    if (document === undefined || project === undefined) continue
    const task = openTask(document)
    if (isMeant(task)) return { place, project, task, context: await contextOf(services, project) }
  }
  throw notFound(KIND_NAMES[kind])
}

export async function contextOf({ store, now }: Services, project: Project): Promise<TaskContext> {
  const users = new Map((await allUsers(store)).map((user) => [user.id, user]))
  return { project: project.id, wanted: extraOf(project).maximum_annotations, users, now: now() }
}

/**
 * Changes a stored task with no other change in between, and gives back what became of it.
 * @param change takes the document, gives the new one
 * @throws HttpProblem 404 when it is gone meanwhile
 */
export async function changeTask(
  services: Services,
  { place, project }: Pick<FoundTask, 'place' | 'project'>,
  change: (document: Uint8Array) => Uint8Array,
): Promise<OpenTask> {
  const config = labelConfigOf(project)
  let changed: Uint8Array | undefined
  try {
    await services.store.change(place.project, place.task, (old) => {
      changed = change(old)
      return { id: place.task, document: changed, facts: readFacts(changed, config).facts, origin: undefined }
    })
  } catch (error) {
    if (error instanceof GoldpanError && error.code === 'task-unknown') throw notFound('Task')
    throw error
  }
  return openTask(changed!) // `change` has called it, or thrown
}
