import { labelConfigOf } from '../../projects/label-config-of.ts'
import type { Project } from '../../stores/store.ts'
import type { User } from '../access/access.ts'
import { allUsers } from '../access/users.ts'
import type { AnswerObject } from '../http/json-answer.ts'
import { extraOf } from '../projects/project-settings.ts'
import type { Services } from '../services.ts'
import type { ImportBody } from './import-body.ts'
import { type ImportedCounts, type ImportSource, type ImportWatch, runImport } from './import-run.ts'
import { isTable, tasksIn } from './import-sources.ts'
import { deleteUpload, extensionOf, saveUpload, type Upload, uploadPath } from './upload-store.ts'

/** An import that was asked for, its body taken in. */
export interface ImportOrder {
  readonly project: Project
  readonly user: User
  readonly body: ImportBody
  /** Whether the tasks are stored, or only counted. */
  readonly isStoring: boolean
  readonly returnsIds: boolean
  /** Columns that become predictions. */
  readonly preannotated: readonly string[]
}

/** Label Studio's answer to an import, and the ids of the tasks. */
export interface ImportOutcome {
  readonly answer: AnswerObject
  readonly counts: ImportedCounts
}

/** Does an import, all of it or nothing. @throws HttpProblem 400, GoldpanError `cancelled` */
export async function performImport(services: Services, order: ImportOrder, watch: ImportWatch): Promise<ImportOutcome> {
  const { project, user, isStoring, returnsIds } = order
  const { uploads } = order.body
  const start = performance.now()
  const counts = await importBody(services, order, watch)
  if (isStoring) {
    for (const upload of uploads) await saveUpload(services, { ...upload, isUsed: true })
    await services.audit.note(user, 'imported', { project: project.id, tasks: counts.tasks })
    services.webhooks.tell('TASKS_CREATED', project.id, { tasks: counts.ids })
  }
  const answer = {
    task_count: counts.tasks,
    annotation_count: isStoring ? counts.annotations : null,
    prediction_count: isStoring ? counts.predictions : null,
    duration: (performance.now() - start) / 1000,
    file_upload_ids: uploads.map(({ id }) => id),
    could_be_tasks_list: uploads.some(isTable),
    found_formats: uploads.length === 0 ? [] : formatCounts(uploads),
    data_columns: uploads.length === 0 ? [] : counts.columns,
    ...(returnsIds && { task_ids: counts.ids }),
  }
  return { answer, counts }
}

async function importBody(services: Services, order: ImportOrder, watch: ImportWatch): Promise<ImportedCounts> {
  const { project, user, body, isStoring, preannotated } = order
  const { uploads, source } = body
  const config = labelConfigOf(project)
  const target = { services, project: project.id, user, config, users: await allUsers(services.store), preannotated }
  const fileUpload = uploads.length === 1 ? uploads[0]?.name : undefined
  try {
    const sources: ImportSource[] =
      source === undefined ? uploads.map((upload) => tasksIn(upload, uploadPath(services, upload), config)) : [source]
    const counts = await runImport(sources, { ...target, fileUpload }, isStoring ? watch : undefined)
    if (isStoring) await takeModelVersion(services, project, counts)
    return counts
  } catch (error) {
    if (isStoring) for (const upload of uploads) if (!upload.isUsed) await deleteUpload(services, upload)
    throw error
  } finally {
    await body.release?.()
  }
}

/** The first model to predict something is the project's, when it had none. */
async function takeModelVersion({ store, now }: Services, project: Project, { modelVersion }: ImportedCounts): Promise<void> {
  if (modelVersion === undefined || (extraOf(project).model_version ?? '') !== '') return
  const extra = JSON.stringify({ ...extraOf(project), model_version: modelVersion })
  await store.changeProject(project.id, { extra }, now())
}

function formatCounts(uploads: readonly Upload[]): AnswerObject {
  const counts: Record<string, number> = {}
  for (const upload of uploads) counts[extensionOf(upload)] = (counts[extensionOf(upload)] ?? 0) + 1
  return counts
}
