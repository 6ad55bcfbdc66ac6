import { createHash } from 'node:crypto'
import type { JsonNode } from '../../json/node.ts'
import { parseJson } from '../../json/node.ts'
import { labelConfigOf } from '../../projects/label-config-of.ts'
import type { Project } from '../../stores/store.ts'
import type { User } from '../access/access.ts'
import { shortUser } from '../access/people.ts'
import { allUsers } from '../access/users.ts'
import { WITH_ANNOTATIONS } from '../exports/export-request.ts'
import { type AnswerObject, printAnswer, rawOf } from '../http/json-answer.ts'
import { invalidBody } from '../http/problem.ts'
import { timestamp } from '../http/time.ts'
import { countsOf, type ImportTarget, importDocuments, putNew, reserveNumbers } from '../imports/import-documents.ts'
import { checkedTasks } from '../imports/import-run.ts'
import type { Services } from '../services.ts'
import { annotationAnswer, annotatorId, plainTask, type TaskContext } from '../tasks/task-answer.ts'
import { dataKeyOf } from '../tasks/task-check.ts'
import { isCancelled, numberOf, type OpenTask, openTask } from '../tasks/task-document.ts'
import { contextOf } from '../tasks/task-places.ts'
import { isMeant, openPlace, type StoragePlace } from './storage-places.ts'
import { type Storage, saveStorage, storagesOf } from './storage-record.ts'

/** Brings in what is new in a source, or writes all annotations to a target. What went wrong stands in the storage. */
export async function syncStorage(services: Services, project: Project, storage: Storage, user: User): Promise<Storage> {
  const { now } = services
  const attempts = Number(storage.meta.attempts ?? 0) + 1
  const started = now()
  await saveStorage(services, { ...storage, status: 'in_progress' })
  const end = (result: Partial<Storage>): Storage => ({
    ...storage,
    last_sync: timestamp(now()),
    ...result,
    meta: {
      attempts,
      time_queued: pythonTime(started),
      time_in_progress: pythonTime(started),
      time_last_ping: pythonTime(now()),
      time_completed: pythonTime(now()),
      duration: (now().getTime() - started.getTime()) / 1000,
      ...result.meta,
    },
  })
  let ended: Storage
  try {
    const place = await openPlace(services, storage)
    await place.check()
    const { count, meta } =
      storage.side === 'import'
        ? await bringIn(services, project, storage, place, user)
        : await writeOut(services, project, place)
    ended = end({ status: 'completed', last_sync_count: count, traceback: null, meta })
  } catch (error) {
    ended = end({ status: 'failed', traceback: reasonOf(error) })
  }
  await saveStorage(services, ended)
  return ended
}

/** An annotation was saved or deleted: the targets of its project follow. Nobody waits for them. */
export function followAnnotation(
  services: Services,
  project: Project,
  task: OpenTask,
  annotation: JsonNode | undefined,
  id: number,
): void {
  const follow = async () => {
    for (const storage of await storagesOf(services, project.id)) {
      if (storage.side !== 'export') continue
      const place = await openPlace(services, storage)
      if (annotation !== undefined)
        await place.write(String(id), printObject(annotation, task, await contextOf(services, project)))
      else if (storage.can_delete_objects === true) await place.delete(String(id))
    }
  }
  follow().catch((error: unknown) =>
    services.log.error('storage-failed', { project: project.id, annotation: id, error: reasonOf(error) }),
  )
}

async function bringIn(services: Services, project: Project, storage: Storage, place: StoragePlace, user: User) {
  const config = labelConfigOf(project)
  const target: ImportTarget = {
    services,
    project: project.id,
    user,
    config,
    users: await allUsers(services.store),
    preannotated: [],
  }
  let count = 0
  let existed = 0
  for await (const name of place.list()) {
    if (!isMeant(storage, name)) continue
    const origin = createHash('sha256')
      .update(`${storage.kind} ${place.urlOf(name)}`)
      .digest('hex')
      .slice(0, 40)
    if ((await services.store.origins(project.id, [`${origin}-0`])).size > 0) {
      existed++
      continue
    }
    const tasks = storage.use_blob_urls
      ? [blobTask(place.urlOf(name), target)]
      : await checkedTasks({ name, bytes: await place.read(name) }, target)
    const numbers = await reserveNumbers(countsOf(tasks), target)
    const documents = importDocuments(tasks, numbers, { ...target, storageFile: name })
    await putNew(
      documents.map((document, k) => ({ ...document, origin: `${origin}-${k}` })),
      target,
    )
    count += documents.length
  }
  return { count, meta: { tasks_existed: existed } }
}

function blobTask(url: string, { config }: ImportTarget): JsonNode {
  const key = config.objects.flatMap((object) => dataKeyOf(object) ?? [])[0]
  if (key === undefined) throw invalidBody('The labeling config shows no data; add an object tag such as Image first')
  return parseJson(JSON.stringify({ [key]: url }))
}

async function writeOut(services: Services, project: Project, place: StoragePlace) {
  const context = await contextOf(services, project)
  let count = 0
  for await (const batch of services.store.scan(project.id, WITH_ANNOTATIONS))
    for (const { document } of batch) {
      const task = openTask(document)
      for (const annotation of task.annotations) {
        if (isCancelled(annotation)) continue
        await place.write(String(numberOf(annotation, 'id') ?? `${task.id}-${count}`), printObject(annotation, task, context))
        count++
      }
    }
  return { count, meta: { total_annotations: count } }
}

/** What a target gets of an annotation: itself, with its annotator and its task in it. */
function printObject(annotation: JsonNode, task: OpenTask, context: TaskContext): string {
  const user = context.users.get(annotatorId(annotation) ?? 0)
  const object: AnswerObject = {
    ...annotationAnswer(annotation, task, context),
    created_ago: undefined,
    completed_by: user === undefined ? rawOf(annotation.get('completed_by')) : shortUser(user),
    task: { ...plainTask(task, context), allow_skip: true },
  }
  return `${printAnswer(object)}\n`
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'fields' in error && error.fields !== undefined)
    return `${error.message}: ${JSON.stringify(error.fields)}`
  return error instanceof Error ? error.message : String(error)
}

/** `2026-11-22 02:07:10.985000+00:00`. */
function pythonTime(date: Date): string {
  return timestamp(date).replace('T', ' ').replace('Z', '+00:00')
}
