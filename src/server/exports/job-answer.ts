import { type AnswerObject, RawJson } from '../http/json-answer.ts'
import { timestamp } from '../http/time.ts'
import type { Services } from '../services.ts'
import type { ExportJob } from './export-job.ts'

/** Its path in the API. */
export function addressOf({ id, project }: ExportJob): string {
  return `/api/projects/${project}/export-jobs/${id}`
}

export function jobAnswer({ jobs, limits }: Services, job: ExportJob): AnswerObject {
  const { percent, tasks, tasksPerSecond } = jobs.progressOf(job)
  const finished = job.finishedAt === null ? undefined : new Date(job.finishedAt)
  const address = addressOf(job)
  return {
    id: job.id,
    project: job.project,
    title: job.title,
    format: job.format,
    options: job.options,
    select: job.select,
    output: job.output,
    status: job.state,
    progress: { percent, tasks, total_tasks: job.tasks, tasks_per_second: tasksPerSecond },
    created_by: job.user,
    created_at: timestamp(new Date(job.createdAt)),
    started_at: job.startedAt === null ? null : timestamp(new Date(job.startedAt)),
    finished_at: finished === undefined ? null : timestamp(finished),
    expires_at: finished === undefined ? null : timestamp(new Date(finished.getTime() + limits.exportDays * 86_400_000)),
    error: job.error,
    result:
      job.result === null
        ? null
        : {
            file: job.result.file,
            bytes: job.result.bytes,
            md5: job.result.md5,
            tasks: job.result.tasks,
            report: new RawJson(job.result.report),
          },
    links: { self: address, events: `${address}/events`, download: `${address}/download`, report: `${address}/report` },
  }
}
