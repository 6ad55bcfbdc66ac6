import { useEffect, useState } from 'preact/hooks'
import { optionTitle } from '../../../model/wording.ts'
import { cancelJob, deleteJob, followJob, isOver, type JobAnswer, startExport } from '../../api/exports.ts'
import { toProblem } from '../../api/resource.ts'
import { LossReport } from '../../parts/loss-report.tsx'
import { printAgo, printBytes, printCount, printCounted, printDate, printDuration } from '../../parts/numbers.ts'
import { toast } from '../../parts/toasts.tsx'
import { RecipesDialog } from './recipes-dialog.tsx'

interface Props {
  readonly listed: JobAnswer
  readonly who: string | undefined
  readonly onChange: () => void
  readonly onReuse: (job: JobAnswer) => void
}

/** One export: how far it is, or what became of it. */
export function JobCard({ listed, who, onChange, onReuse }: Props) {
  const { job, isLost } = useFollowed(listed, onChange)
  const settings = [...Object.entries(job.options), ...Object.entries(job.select), ...Object.entries(job.output)]
  return (
    <li class="card job" aria-label={job.title}>
      <div class="job-head">
        <h3>{job.title}</h3>
        <span class={`badge badge-${job.status}`}>{job.status}</span>
      </div>
      <p class="muted small">
        {who ?? `user ${job.created_by}`} · <time dateTime={job.created_at}>{printAgo(new Date(job.created_at))}</time>
        {settings.map(([name, value]) => (
          <span key={name}>
            {' '}
            · {optionTitle(name)}: {String(value)}
          </span>
        ))}
      </p>
      {isLost && (
        <p class="note note-bad" role="alert">
          The server does not answer. The export goes on when it is back; this page asks again by itself.
        </p>
      )}
      {isOver(job) ? <Outcome job={job} /> : <Progress job={job} />}
      <Actions job={job} onChange={onChange} onReuse={onReuse} />
    </li>
  )
}

/** The job as it is now. */
function useFollowed(listed: JobAnswer, onChange: () => void): { readonly job: JobAnswer; readonly isLost: boolean } {
  const [latest, setLatest] = useState(listed)
  const [isLost, setIsLost] = useState(false)
  useEffect(() => {
    setLatest(listed)
    if (isOver(listed)) return undefined
    return followJob(listed, {
      onLost: () => setIsLost(true),
      onJob: (job) => {
        setIsLost(false)
        setLatest(job)
        if (isOver(job)) end(job, onChange)
      },
    })
  }, [listed.id, listed.status])
  return { job: latest, isLost }
}

function end(job: JobAnswer, onChange: () => void): void {
  onChange()
  if (job.status === 'done')
    toast({
      text: `${job.title}: ready`,
      kind: 'good',
      action: { label: 'Download', run: () => location.assign(job.links.download) },
    })
  else if (job.status === 'failed') toast({ text: `${job.title}: failed`, kind: 'bad' })
}

function Progress({ job: { status, progress } }: { readonly job: JobAnswer }) {
  const { percent, tasks, total_tasks, tasks_per_second: rate } = progress
  const left = rate > 0 ? (total_tasks * (1 - percent / 100)) / rate : undefined
  return (
    <>
      <progress max={100} value={percent} aria-label="Progress" />
      <p class="small" role="status">
        {status === 'running'
          ? `${percent} % · ${printCount(tasks)} of ${printCounted(total_tasks, 'task')}`
          : 'Waits for its turn'}
        {status === 'running' && rate > 0 && ` · ${printCount(rate)} tasks/s`}
        {left !== undefined && ` · about ${printDuration(left)} left`}
      </p>
    </>
  )
}

function Outcome({ job: { result, error, expires_at } }: { readonly job: JobAnswer }) {
  if (error !== undefined)
    return (
      <p class="bad">
        {error.message} <span class="muted">{error.hint}</span>
      </p>
    )
  if (result === undefined) return null
  const { report } = result
  return (
    <>
      <p class="small">
        {printCounted(result.tasks, 'task')} · {printBytes(result.bytes)} · <code>{result.file}</code>
        {expires_at !== undefined && <> · kept until {printDate(new Date(expires_at))}</>}
      </p>
      {report !== undefined && report.issues.length > 0 && (
        <details>
          <summary class="small">
            {printCount(report.dropped)} left out, {printCount(report.approximated)} changed, {printCount(report.assumed)} assumed
          </summary>
          <LossReport report={report} />
        </details>
      )}
    </>
  )
}

function Actions({ job, onChange, onReuse }: Pick<Props, 'onChange' | 'onReuse'> & { readonly job: JobAnswer }) {
  const [isCopying, setIsCopying] = useState(false)
  const wanted = { format: job.format, options: job.options, select: job.select, output: job.output }
  const attempt = (work: () => Promise<unknown>) => () => void work().then(onChange, tellProblem)
  return (
    <div class="buttons">
      {job.result !== undefined && (
        <a class="button main" href={job.links.download} download>
          Download
        </a>
      )}
      {!isOver(job) && (
        <button type="button" onClick={attempt(() => cancelJob(job))}>
          Cancel
        </button>
      )}
      {isOver(job) && (
        <button type="button" onClick={attempt(() => startExport(job.project, wanted))}>
          Export again
        </button>
      )}
      <button type="button" class="quiet" onClick={() => onReuse(job)}>
        Open settings
      </button>
      <button type="button" class="quiet" onClick={() => setIsCopying(true)}>
        Copy as script
      </button>
      {job.result !== undefined && (
        <a class="button quiet" href={job.links.report} download>
          Full report
        </a>
      )}
      {isOver(job) && (
        <button type="button" class="quiet" onClick={attempt(() => deleteJob(job))}>
          Delete
        </button>
      )}
      {isCopying && (
        <RecipesDialog project={job.project} wanted={wanted} file={job.result?.file} onClose={() => setIsCopying(false)} />
      )}
    </div>
  )
}

function tellProblem(error: unknown): void {
  const { message, hint } = toProblem(error)
  toast({ text: hint === undefined ? message : `${message} ${hint}`, kind: 'bad' })
}
