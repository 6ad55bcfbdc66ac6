import { ask, tell } from './client.ts'
import { OPTION, type Values, value } from './formats.ts'
import { REPORT, type ReportAnswer, taskId } from './report.ts'
import { boolean, list, number, object, oneOf, optional, record, type Shaped, text } from './shape.ts'

/** What to export, as the API takes it: given options only. */
export interface Wanted {
  readonly format: string
  readonly options: Values
  readonly select: Values
  /** How it is laid out: in splits, or not. */
  readonly output: Values
}

const PREVIEW = object({
  tasks: list(object({ id: taskId, text: optional(text), is_cut: boolean })),
  files: list(object({ path: text, bytes: number, text: optional(text), image: optional(text), is_cut: optional(boolean) })),
  report: optional(REPORT),
})
export type PreviewAnswer = Shaped<typeof PREVIEW>
export type PreviewFile = PreviewAnswer['files'][number]
export type PreviewTask = PreviewAnswer['tasks'][number]

const ESTIMATE = object({ tasks: number, is_exact: boolean, bytes: optional(number) })
export type EstimateAnswer = Shaped<typeof ESTIMATE>

const CHOICE = object({ value: text, tasks: number, name: optional(text) })
export type ChoiceAnswer = Shaped<typeof CHOICE>
const CHOICES = object({
  /** Everything that can be said of a selection. */
  selection: record(OPTION),
  /** And of the layout. */
  output: record(OPTION),
  annotators: list(CHOICE),
  labels: list(CHOICE),
  tags: list(CHOICE),
  models: list(CHOICE),
})
export type ChoicesAnswer = Shaped<typeof CHOICES>

const JOB = object({
  id: number,
  project: number,
  title: text,
  format: text,
  options: record(value),
  select: record(value),
  output: record(value),
  status: oneOf('created', 'queued', 'running', 'done', 'failed', 'cancelled'),
  progress: object({ percent: number, tasks: number, total_tasks: number, tasks_per_second: number }),
  created_by: number,
  created_at: text,
  finished_at: optional(text),
  expires_at: optional(text),
  error: optional(object({ message: text, hint: text })),
  result: optional(object({ file: text, bytes: number, tasks: number, report: optional(REPORT) })),
  links: object({ self: text, events: text, download: text, report: text }),
})
export type JobAnswer = Shaped<typeof JOB>

const USERS = list(object({ id: number, email: optional(text), first_name: optional(text), last_name: optional(text) }))

export async function previewExport(project: number, wanted: Wanted, signal: AbortSignal): Promise<PreviewAnswer> {
  return ask(`/api/projects/${project}/export-preview`, PREVIEW, { method: 'POST', body: wanted, signal })
}

export async function estimateExport(project: number, wanted: Wanted, signal: AbortSignal): Promise<EstimateAnswer> {
  return ask(`/api/projects/${project}/export-estimate`, ESTIMATE, { method: 'POST', body: wanted, signal })
}

export async function listChoices(project: number, signal: AbortSignal): Promise<ChoicesAnswer> {
  return ask(`/api/projects/${project}/export-choices`, CHOICES, { signal })
}

/** Reads all tasks and writes nothing. */
export async function checkExport(project: number, wanted: Wanted, signal: AbortSignal): Promise<ReportAnswer> {
  const body = { ...wanted, dry_run: true }
  return ask(`/api/projects/${project}/export-jobs`, REPORT, { method: 'POST', body, signal })
}

export async function startExport(project: number, wanted: Wanted): Promise<JobAnswer> {
  return ask(`/api/projects/${project}/export-jobs`, JOB, { method: 'POST', body: wanted })
}

/** The newest first. */
export async function listJobs(project: number, signal: AbortSignal): Promise<readonly JobAnswer[]> {
  return ask(`/api/projects/${project}/export-jobs`, list(JOB), { signal })
}

export async function cancelJob({ links }: JobAnswer): Promise<void> {
  await tell(`${links.self}/cancel`, { method: 'POST', body: {} })
}

export async function deleteJob({ links }: JobAnswer): Promise<void> {
  await tell(links.self, { method: 'DELETE' })
}

/** How people are called, by their id. */
export async function listNames(signal: AbortSignal): Promise<ReadonlyMap<number, string>> {
  const users = await ask('/api/users', USERS, { signal })
  return new Map(
    users.map(({ id, email, first_name = '', last_name = '' }) => [
      id,
      `${first_name} ${last_name}`.trim() || email || `user ${id}`,
    ]),
  )
}

export function isOver({ status }: Pick<JobAnswer, 'status'>): boolean {
  return status === 'done' || status === 'failed' || status === 'cancelled'
}

/** Milliseconds before a server that does not answer is asked again. */
const PAUSE = 1000

export interface Following {
  onJob(job: JobAnswer): void
  /** The server does not answer. It is asked again until it does. */
  onLost(): void
}

/** Tells of a job until it has ended. Gives what ends it earlier. */
export function followJob({ links }: JobAnswer, { onJob, onLost }: Following): () => void {
  let events: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    events = new EventSource(links.events)
    events.addEventListener('job', (event) => {
      if (!(event instanceof MessageEvent)) return
      const job = JOB(JSON.parse(String(event.data)), '$')
      if (isOver(job)) events.close()
      onJob(job)
    })
    events.onerror = () => {
      events.close() // browsers differ in whether they try again themselves
      onLost()
      timer = setTimeout(open, PAUSE)
    }
  }
  open()
  return () => {
    events.close()
    clearTimeout(timer)
  }
}
