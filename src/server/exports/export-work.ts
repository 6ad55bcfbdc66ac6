import { createHash } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConversionReport } from '../../export/convert.ts'
import type { Progress } from '../../export/meter.ts'
import type { Sink } from '../../formats/format.ts'
import { fileChunks } from '../../io/read-file.ts'
import { fileTarget, singleFileSink } from '../../io/sinks.ts'
import { GoldpanError } from '../../model/error.ts'
import { parseQuery } from '../../query/parse.ts'
import { ALL, type Query } from '../../query/query.ts'
import { printAnswer } from '../http/json-answer.ts'
import type { Services } from '../services.ts'
import { contextOf } from '../tasks/task-places.ts'
import { fileKind, formatOf } from './export-formats.ts'
import { type ExportJob, type JobResult, jobById } from './export-job.ts'
import type { JobWork } from './export-jobs.ts'
import { type ExportRequest, fileName, minuteOf, parseExport, runExport, sinkOf } from './export-request.ts'
import { exportedTasks } from './exported-tasks.ts'
import { reportAnswer } from './report-answer.ts'
import { parseSnapshotOptions, snapshotFilter } from './snapshot-options.ts'

/** What export jobs do. */
export function exportWork(services: () => Services): JobWork {
  return async (job, folder, signal, onProgress) => {
    await rm(folder, { recursive: true, force: true }) // of a run that was stopped
    await mkdir(folder, { recursive: true })
    const work: Work = { services: services(), job, folder, signal, onProgress }
    switch (job.kind) {
      case 'export':
        return exportProject(work)
      case 'snapshot':
        return takeSnapshot(work)
      case 'conversion':
        return convertSnapshot(work)
    }
  }
}

interface Work {
  readonly services: Services
  readonly job: ExportJob
  readonly folder: string
  readonly signal: AbortSignal
  readonly onProgress: Parameters<JobWork>[3]
}

/** Which tasks the store need not read: those that a search leaves out. */
export function searchOf(select: ExportJob['select']): Query {
  const { query } = select
  return query === undefined || query === '' ? ALL : parseQuery(String(query))
}

async function exportProject({ services, job, folder, signal, onProgress }: Work): Promise<JobResult> {
  const project = await needProject(services, job.project)
  const request = parseExport(job.format, { ...job.options, ...job.select, ...job.output }, searchOf(job.select))
  const file = await fileName(services, project, request)
  const passes = project.config.trim() === '' && request.format.survey !== 'never' ? 2 : 1
  const sink = await jobSink(request, folder, file)
  const report = await runExport(services, project, request, {
    sink,
    workers: WORKERS,
    signal,
    onProgress: scaled(job.tasks, passes, onProgress),
  })
  return resultOf(folder, file, request, report)
}

/** So that the server goes on answering while a job encodes. */
const WORKERS = 1

async function convertSnapshot({ services, job, folder, signal, onProgress }: Work): Promise<JobResult> {
  const project = await needProject(services, job.project)
  const snapshot = job.snapshot === null ? undefined : await jobById(services.store, job.snapshot)
  if (snapshot?.result === null || snapshot === undefined)
    throw new GoldpanError('snapshot-missing', 'the snapshot is gone', 'create another one')
  const isRaw = formatOf(job.format).purpose === 'raw'
  const request = parseExport(job.format, isRaw ? {} : { query: '-is:skipped' }, ALL) // as the plain export leaves them out
  const { extension } = fileKind(request)
  const file = snapshot.result.file.replace(/\.json$/, `.${extension}`)
  const source = services.jobs.pathOf(snapshot, snapshot.result.file)
  const config = project.config.trim() === '' ? undefined : project.config
  const sink = await jobSink(request, folder, file)
  const to = { sink, config, workers: WORKERS, signal, onProgress: scaled(job.tasks, 1, onProgress) }
  return resultOf(folder, file, request, await runExport(services, project, request, to, source))
}

async function takeSnapshot({ services, job, folder, signal, onProgress }: Work): Promise<JobResult> {
  const project = await needProject(services, job.project)
  const context = await contextOf(services, project)
  const options = parseSnapshotOptions(JSON.parse(job.snapshotOptions))
  const filter = await snapshotFilter(services, context, options)
  let read = 0
  let kept = 0
  const counting = {
    isKept: filter.isKept,
    isWanted: (task: Parameters<typeof filter.isWanted>[0]) => {
      if (++read % 1000 === 0)
        onProgress({ percent: Math.min(99, Math.floor((100 * read) / Math.max(1, job.tasks))), tasks: read })
      const isWanted = filter.isWanted(task)
      if (isWanted) kept++
      return isWanted
    },
  }
  const working = 'snapshot.json'
  const target = await fileTarget(join(folder, working))
  try {
    for await (const chunk of exportedTasks(services, context, ALL, options.serialization, counting, signal))
      await target.write(chunk)
    await target.close()
  } catch (error) {
    await target.abort()
    throw error
  }
  const { md5, bytes } = await digestOf(join(folder, working))
  const file = `project-${project.id}-at-${minuteOf(new Date(job.createdAt))}-${md5.slice(0, 8)}.json`
  await rename(join(folder, working), join(folder, file))
  return {
    file,
    contentType: 'application/json',
    bytes,
    md5,
    tasks: kept,
    report: printAnswer({ tasks_read: read, tasks_written: kept }),
  }
}

/** One file or a zip; report.json lies beside it, and in the zip too. */
async function jobSink(request: ExportRequest, folder: string, file: string): Promise<Sink> {
  const target = await fileTarget(join(folder, file))
  const inner = sinkOf(request, target)
  const reportPath = join(folder, 'report.json')
  return {
    ...inner,
    async put(path, content) {
      if (path !== 'report.json') return inner.put(path, content)
      const report = singleFileSink(await fileTarget(reportPath), path)
      await report.put(path, content)
      await report.close()
      return inner.put(path, fileChunks(reportPath))
    },
  }
}

async function resultOf(folder: string, file: string, request: ExportRequest, report: ConversionReport): Promise<JobResult> {
  const { contentType } = fileKind(request)
  return {
    file,
    contentType,
    ...(await digestOf(join(folder, file))),
    tasks: report.tasksWritten,
    report: printAnswer(reportAnswer(report)),
  }
}

async function digestOf(path: string): Promise<{ readonly md5: string; readonly bytes: number }> {
  const hash = createHash('md5')
  let bytes = 0
  for await (const chunk of fileChunks(path)) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { md5: hash.digest('hex'), bytes }
}

/** Tasks of all passes in hundredths of what there is to read. */
function scaled(total: number, passes: number, onProgress: Work['onProgress']): (progress: Progress) => void {
  let pass = 0
  let last = 0
  return ({ tasks }) => {
    if (tasks < last) pass++
    last = tasks
    const done = Math.min(pass, passes - 1) * total + Math.min(tasks, total)
    onProgress({ percent: Math.min(99, Math.floor((100 * done) / Math.max(1, passes * total))), tasks })
  }
}

async function needProject({ store }: Services, id: number) {
  const project = await store.project(id)
  if (project !== undefined) return project
  throw new GoldpanError('project-unknown', `there is no project ${id}`, 'it was deleted meanwhile')
}
