import { z } from '@hono/zod-openapi'
import type { Store } from '../../stores/store.ts'

/** The store's collection of export jobs, snapshots and their conversions. */
const JOBS = 'export-jobs'

export const JOB_STATES = ['created', 'queued', 'running', 'done', 'failed', 'cancelled'] as const
export type JobState = (typeof JOB_STATES)[number]

const OPTIONS = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

/** An export that is made in the background, as it is kept. */
export const EXPORT_JOB = z.object({
  id: z.number(),
  /** export: a file of a format; snapshot: the tasks as they are now; conversion: a snapshot in a format. */
  kind: z.enum(['export', 'snapshot', 'conversion']),
  project: z.number(),
  user: z.number(),
  title: z.string(),
  /** A format's id; of a conversion as it was asked for. */
  format: z.string(),
  options: OPTIONS,
  select: OPTIONS,
  /** How it is laid out; absent in older records. */
  output: OPTIONS.default({}),
  /** Of a snapshot: what is left out, and what is written whole; JSON of the request. */
  snapshotOptions: z.string(),
  /** Of a conversion: the job of its snapshot. */
  snapshot: z.number().nullable(),
  state: z.enum(JOB_STATES),
  /** How many tasks there are to read. */
  tasks: z.number(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string() }).nullable(),
  result: z
    .object({
      /** Its name in the job's folder. */
      file: z.string(),
      contentType: z.string(),
      bytes: z.number(),
      md5: z.string(),
      tasks: z.number(),
      /** Counts and issues, JSON. */
      report: z.string(),
    })
    .nullable(),
})
export type ExportJob = z.output<typeof EXPORT_JOB>
export type JobResult = NonNullable<ExportJob['result']>

export function isFinal({ state }: Pick<ExportJob, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}

export async function saveJob({ records }: Pick<Store, 'records'>, job: ExportJob): Promise<void> {
  await records.put(JOBS, String(job.id), JSON.stringify(job))
}

export async function jobById({ records }: Pick<Store, 'records'>, id: number): Promise<ExportJob | undefined> {
  const value = await records.get(JOBS, String(id))
  return value === undefined ? undefined : EXPORT_JOB.parse(JSON.parse(value))
}

/** In order of their ids. */
export async function allJobs({ records }: Pick<Store, 'records'>): Promise<ExportJob[]> {
  const jobs = (await records.list(JOBS)).map(({ value }) => EXPORT_JOB.parse(JSON.parse(value)))
  return jobs.sort((a, b) => a.id - b.id)
}

export async function deleteJob({ records }: Pick<Store, 'records'>, id: number): Promise<void> {
  await records.delete(JOBS, String(id))
}
