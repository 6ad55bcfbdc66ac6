import { z } from '@hono/zod-openapi'
import type { Store } from '../../stores/store.ts'
import { nextId } from '../access/users.ts'

/** The store's collection of imports, by `<project>.<import>`. */
const IMPORTS = 'imports'
/** Those that have begun and not ended. */
const UNDER_WAY = 'imports-under-way'

const IMPORT = z.looseObject({
  id: z.number(),
  project: z.number(),
  status: z.enum(['created', 'in_progress', 'completed', 'failed']),
  /** Why it failed. */
  error: z.string().nullable(),
  commit_to_project: z.boolean(),
  return_task_ids: z.boolean(),
  preannotated_from_fields: z.array(z.string()).readonly(),
  task_ids: z.array(z.number()).readonly(),
  task_count: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
  finished_at: z.string().nullable(),
})
/** What became of an import, as Label Studio tells it; when it is done, its counts too. */
export type ImportRecord = z.output<typeof IMPORT>

type WithRecords = Pick<Store, 'records'>

export async function newImportId({ records }: WithRecords): Promise<number> {
  return nextId(records, IMPORTS)
}

export async function saveImport({ records }: WithRecords, record: ImportRecord): Promise<void> {
  await records.put(IMPORTS, `${record.project}.${record.id}`, JSON.stringify(record))
}

export async function importById({ records }: WithRecords, project: number, id: number): Promise<ImportRecord | undefined> {
  const value = await records.get(IMPORTS, `${project}.${id}`)
  return value === undefined ? undefined : IMPORT.parse(JSON.parse(value))
}

const IMPORT_UNDER_WAY = z.object({
  id: z.number(),
  project: z.number(),
  /** The numbers of its tasks; none as long as it has stored nothing. */
  first: z.number(),
  count: z.number(),
})
export type ImportUnderWay = z.output<typeof IMPORT_UNDER_WAY>

export async function noteUnderWay({ records }: WithRecords, one: ImportUnderWay): Promise<void> {
  await records.put(UNDER_WAY, String(one.id), JSON.stringify(one))
}

export async function forgetUnderWay({ records }: WithRecords, id: number): Promise<void> {
  await records.delete(UNDER_WAY, String(id))
}

export async function importsUnderWay({ records }: WithRecords): Promise<ImportUnderWay[]> {
  return (await records.list(UNDER_WAY)).map(({ value }) => IMPORT_UNDER_WAY.parse(JSON.parse(value)))
}
