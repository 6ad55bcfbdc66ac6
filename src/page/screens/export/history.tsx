import { useState } from 'preact/hooks'
import { isOver, type JobAnswer, listNames } from '../../api/exports.ts'
import { useResource } from '../../api/resource.ts'
import { JobCard } from './job-card.tsx'

interface Props {
  readonly jobs: readonly JobAnswer[]
  /** Something became of one of them. */
  readonly onChange: () => void
  readonly onReuse: (job: JobAnswer) => void
}

/** So many are shown before somebody asks for all. */
const SHOWN = 10

/** Exports that are being made, wait or have been made. */
export function History({ jobs, onChange, onReuse }: Props) {
  const [areAllShown, setAreAllShown] = useState(false)
  const names = useResource('names', listNames)
  const known = names.resource.state === 'ready' ? names.resource.value : new Map<number, string>()
  const running = jobs.filter((job) => !isOver(job)).length
  const shown = areAllShown ? jobs : jobs.slice(0, Math.max(SHOWN, running))
  return (
    <section id="exports" class="history" aria-labelledby="exports-title">
      <h2 id="exports-title">Exports</h2>
      {jobs.length === 0 && <p class="muted">None yet. They are kept here for some days, to be downloaded again.</p>}
      <ul>
        {shown.map((job) => (
          <JobCard key={job.id} listed={job} who={known.get(job.created_by)} onChange={onChange} onReuse={onReuse} />
        ))}
      </ul>
      {shown.length < jobs.length && (
        <button type="button" onClick={() => setAreAllShown(true)}>
          Show {jobs.length - shown.length} older exports
        </button>
      )}
    </section>
  )
}
