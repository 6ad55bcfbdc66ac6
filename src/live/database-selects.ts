import { ANNOTATION, DRAFT, type Field, PREDICTION, TASK } from './export-fields.ts'
import type { RowReader } from './row-reader.ts'

/** `SELECT … FROM …`; undefined where this version of Label Studio has no such table. */
export interface Selects {
  readonly tasks: string
  readonly annotations: string
  readonly predictions: string
  readonly drafts: string | undefined
  readonly comment_authors: string | undefined
}

const TASK_FIELDS = TASK.filter((entry): entry is Field => typeof entry !== 'string')
const UPLOAD = '(SELECT file FROM data_import_fileupload WHERE data_import_fileupload.id = task.file_upload_id) AS file_upload'
const EMAIL = '(SELECT email FROM htx_user WHERE htx_user.id = tasks_annotationdraft.user_id) AS user_email'

/** Asks for the columns that there are: Label Studio has got more of them from version to version. */
export async function planSelects(reader: RowReader): Promise<Selects> {
  const hasUploads = (await reader.columns('task')).has('file_upload_id')
  return {
    tasks: (await select(reader, 'task', TASK_FIELDS, hasUploads ? [UPLOAD] : [])) ?? missing('task'),
    annotations: (await select(reader, 'task_completion', ANNOTATION)) ?? missing('task_completion'),
    predictions: (await select(reader, 'prediction', PREDICTION)) ?? missing('prediction'),
    drafts: await select(reader, 'tasks_annotationdraft', DRAFT, [EMAIL]),
    comment_authors: await select(reader, 'task_comment_authors', [], ['task_id', 'user_id']),
  }
}

async function select(
  reader: RowReader,
  table: string,
  fields: readonly Field[],
  more: readonly string[] = [],
): Promise<string | undefined> {
  const known = await reader.columns(table)
  const columns = fields.map(({ column }) => column).filter((column) => known.has(column))
  return known.size === 0 ? undefined : `SELECT ${[...columns, ...more].join(', ')} FROM ${table}`
}

function missing(table: string): never {
  throw new Error(`the table ${table} is gone since the database was opened`)
}
