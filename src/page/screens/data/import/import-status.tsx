import type { DataImport, ImportNote } from '../../../api/imports.ts'
import { printCount } from '../../../parts/numbers.ts'

interface Props {
  readonly status: DataImport
  onFormat(format: string): void
  onCancel(): void
  onClose(): void
}

/** How far an import is that the server has, and what became of it. */
export function ImportStatus({ status, onFormat, onCancel, onClose }: Props) {
  switch (status.state) {
    case 'reading':
    case 'storing':
      return (
        <div class="import-step">
          <p role="status">{status.state === 'reading' ? 'Reading the files …' : 'Storing the tasks …'}</p>
          <progress max={1} value={status.fraction} aria-label="Stored" />
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
        </div>
      )
    case 'asking':
      return (
        <div class="import-step">
          <p role="status">These files may be of several formats. Which one is it?</p>
          <div class="drop-buttons">
            {status.candidates.map((format) => (
              <button key={format} type="button" onClick={() => onFormat(format)}>
                {format}
              </button>
            ))}
            <button type="button" class="quiet" onClick={onCancel}>
              Cancel
            </button>
          </div>
        </div>
      )
    case 'failed':
    case 'cancelled':
    case 'done':
      return <Ended status={status} onClose={onClose} />
  }
}

const COUNTS = [
  ['created', 'new tasks'],
  ['updated', 'tasks replaced'],
  ['unchanged', 'tasks that were there'],
  ['skipped', 'tasks left as they are'],
  ['renumbered', 'tasks under a new id'],
  ['annotations', 'annotations'],
  ['predictions', 'predictions'],
  ['failed', 'could not be read'],
] as const
const CONFIGS: Readonly<Record<DataImport['config'], string | undefined>> = {
  none: undefined,
  taken: 'The project has the labeling config that came with them.',
  kept: 'Another labeling config came with them; the project keeps its own.',
}

function Ended({ status, onClose }: Pick<Props, 'status' | 'onClose'>) {
  const { counts, problems, error, config } = status
  const told = COUNTS.filter(([name]) => counts[name] > 0)
  const more = counts.failed - problems.length
  return (
    <div class="import-step">
      <p role="status">
        <strong>{titleOf(status)}</strong>
      </p>
      {error && <Note note={error} />}
      {told.length > 0 && (
        <dl class="import-counts">
          {told.map(([name, title]) => (
            <div key={name}>
              <dt>{title}</dt>
              <dd>{printCount(counts[name])}</dd>
            </div>
          ))}
        </dl>
      )}
      {CONFIGS[config] !== undefined && <p>{CONFIGS[config]}</p>}
      {problems.map((note, k) => (
        <Note key={k} note={note} />
      ))}
      {problems.length > 0 && more > 0 && <p class="muted">… and {printCount(more)} more</p>}
      <button type="button" class="main" onClick={onClose}>
        Close
      </button>
    </div>
  )
}

function titleOf({ state, counts: { created, updated, unchanged, skipped } }: DataImport): string {
  if (state === 'cancelled') return 'Called off; what was stored stays'
  return state === 'done' && created + updated + unchanged + skipped > 0 ? 'Imported' : 'Nothing was imported'
}

function Note({ note: { message, hint, where } }: { readonly note: ImportNote }) {
  const place = [where.file, where.line === undefined ? undefined : `line ${where.line}`, where.task && `task ${where.task}`]
  const known = place.filter((part) => part !== undefined)
  return (
    <div class="note note-bad">
      <p>
        <strong>{message}</strong> <span class="muted">{hint}</span>
        {known.length > 0 && <span class="code"> {known.join(', ')}</span>}
      </p>
    </div>
  )
}
