import { createHash } from 'node:crypto'
import { inParallel } from '../../io/in-parallel.ts'
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
import { countsOf, type ImportTarget, importDocuments, noteDrafts, reserveNumbers } from '../imports/import-documents.ts'
import { checkedTasks } from '../imports/import-run.ts'
import type { Services } from '../services.ts'
import { annotationAnswer, annotatorId, plainTask, type TaskContext } from '../tasks/task-answer.ts'
import { dataKeyOf } from '../tasks/task-check.ts'
import { isCancelled, numberOf, type OpenTask, openTask } from '../tasks/task-document.ts'
import { contextOf } from '../tasks/task-places.ts'
import { isMeant, type StoragePlace, withPlace } from './storage-places.ts'
import { type Storage, saveStorage, storagesOf } from './storage-record.ts'

/** So many objects that could not be read are told. */
const MOST_PROBLEMS = 20

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
    const { count, meta, problems } = await withPlace(services, storage, async (place) => {
      await place.check()
      return storage.side === 'import' ? bringIn(services, project, storage, place, user) : writeOut(services, project, place)
    })
    const status = problems.length === 0 ? 'completed' : 'completed_with_errors'
    const traceback = problems.length === 0 ? null : problems.slice(0, MOST_PROBLEMS).join('\n')
    ended = end({ status, last_sync_count: count, traceback, meta })
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
      await withPlace(services, storage, async (place) => {
        if (annotation !== undefined)
          await place.write(String(id), printObject(annotation, task, await contextOf(services, project)))
        else if (storage.can_delete_objects === true) await place.delete(String(id))
      })
    }
  }
  follow().catch((error: unknown) =>
    services.log.error('storage-failed', { project: project.id, annotation: id, error: reasonOf(error) }),
  )
}

interface Synced {
  readonly count: number
  readonly meta: Readonly<Record<string, number>>
  /** Of objects that could not be read; the others are there. */
  readonly problems: readonly string[]
}

/** So many objects are looked for at once. */
const NAMES_AT_ONCE = 200
/** So many objects are written at once. */
const PARALLEL_WRITES = 16

async function bringIn(services: Services, project: Project, storage: Storage, place: StoragePlace, user: User): Promise<Synced> {
  const users = await allUsers(services.store)
  const target: ImportTarget = { services, project: project.id, user, config: labelConfigOf(project), users, preannotated: [] }
  let count = 0
  let existed = 0
  const problems: string[] = []
  for await (const names of groupsOf(place.list(), (name) => isMeant(storage, name))) {
    const origins = new Map(names.map((name) => [name, originOf(storage, place, name)]))
    const known = await services.store.origins(project.id, [...origins.values()])
    const fresh = names.filter((name) => !known.has(origins.get(name) ?? ''))
    existed += names.length - fresh.length
    if (storage.use_blob_urls) count += await storeNew(blobTasks(fresh, place, target), target, origins)
    else
      for (const name of fresh)
        try {
          const tasks = await checkedTasks({ name, bytes: place.read(name) }, target)
          count += await storeNew(
            tasks.map((task) => ({ name, task })),
            target,
            origins,
          )
        } catch (error) {
          problems.push(`${place.urlOf(name)}: ${reasonOf(error)}`)
        }
  }
  return { count, meta: { tasks_existed: existed }, problems }
}

async function* groupsOf(names: AsyncIterable<string>, isMeantName: (name: string) => boolean): AsyncGenerator<string[]> {
  let group: string[] = []
  for await (const name of names) {
    if (isMeantName(name)) group.push(name)
    if (group.length < NAMES_AT_ONCE) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

/** Tells an object of a place from all others; further tasks of the same object go on counting behind it. */
function originOf({ kind }: Storage, place: StoragePlace, name: string): string {
  return `${createHash('sha256')
    .update(`${kind} ${place.urlOf(name)}`)
    .digest('hex')
    .slice(0, 40)}-0`
}

interface FoundTask {
  readonly name: string
  readonly task: JsonNode
}

function blobTasks(names: readonly string[], place: StoragePlace, { config }: ImportTarget): FoundTask[] {
  const key = config.objects.flatMap((object) => dataKeyOf(object) ?? [])[0]
  if (key === undefined) throw invalidBody('The labeling config shows no data; add an object tag such as Image first')
  return names.map((name) => ({ name, task: parseJson(JSON.stringify({ [key]: place.urlOf(name) })) }))
}

/** In one transaction. */
async function storeNew(
  found: readonly FoundTask[],
  target: ImportTarget,
  origins: ReadonlyMap<string, string>,
): Promise<number> {
  if (found.length === 0) return 0
  const numbers = await reserveNumbers(countsOf(found.map(({ task }) => task)), target)
  const counts = new Map<string, number>()
  const documents = found.flatMap(({ name, task }) => {
    const k = counts.get(name) ?? 0
    counts.set(name, k + 1)
    const origin = (origins.get(name) ?? '').replace(/0$/, String(k))
    return importDocuments([task], numbers, { ...target, storageFile: name }).map((document) => ({ ...document, origin }))
  })
  await target.services.store.put(target.project, documents, 'skip')
  await noteDrafts(documents, target)
  return documents.length
}

async function writeOut(services: Services, project: Project, place: StoragePlace): Promise<Synced> {
  const context = await contextOf(services, project)
  let count = 0
  for await (const batch of services.store.scan(project.id, WITH_ANNOTATIONS)) {
    const annotations = batch.flatMap(({ document }) => {
      const task = openTask(document)
      return task.annotations.filter((annotation) => !isCancelled(annotation)).map((annotation) => ({ task, annotation }))
    })
    await inParallel(PARALLEL_WRITES, annotations, ({ task, annotation }) =>
      place.write(nameOf(annotation, task), printObject(annotation, task, context)),
    )
    count += annotations.length
  }
  return { count, meta: { total_annotations: count }, problems: [] }
}

/** Its number; annotations that came without one are called by their task and place. */
function nameOf(annotation: JsonNode, task: OpenTask): string {
  return String(numberOf(annotation, 'id') ?? `${task.id}-${task.annotations.indexOf(annotation)}`)
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
