import { printAgo, printCounted, printSeconds } from '../../parts/numbers.ts'
import { setSearch } from '../../router.ts'
import type { Version } from './versions.ts'

interface Props {
  readonly versions: readonly Version[]
  readonly shown: Version
  /** Laid over it, or drawn beside it. */
  readonly other: Version | undefined
  readonly isBeside: boolean
}

/** Which annotation or prediction is shown, and with which other it is compared. */
export function VersionTabs({ versions, shown, other, isBeside }: Props) {
  return (
    <div class="versions">
      <fieldset class="version-list">
        <legend class="hidden">Annotation</legend>
        {versions.map((version) => (
          <VersionTab key={version.key} version={version} isShown={version === shown} />
        ))}
      </fieldset>
      {versions.length > 1 && (
        <div class="compare">
          <label>
            Compare with{' '}
            <select value={other?.key ?? ''} onChange={({ currentTarget }) => setSearch({ with: currentTarget.value })}>
              <option value="">nothing</option>
              {versions
                .filter((version) => version !== shown)
                .map(({ key, name, annotation }) => (
                  <option key={key} value={key}>
                    {annotation.origin === 'prediction' ? 'prediction' : 'annotation'} {key.replace(/^p/, '')} of {name}
                  </option>
                ))}
            </select>
          </label>
          {other !== undefined && (
            <label>
              <input
                type="checkbox"
                checked={isBeside}
                onChange={({ currentTarget }) => setSearch({ beside: currentTarget.checked ? 'yes' : undefined })}
              />{' '}
              side by side
            </label>
          )}
        </div>
      )}
    </div>
  )
}

function VersionTab({
  version: { key, name, annotation, leadTime },
  isShown,
}: {
  readonly version: Version
  readonly isShown: boolean
}) {
  const { origin, wasCancelled, groundTruth, createdAt, score, regions, answers } = annotation
  const date = createdAt === undefined ? undefined : new Date(createdAt)
  const facts = [
    wasCancelled ? 'skipped' : printCounted(regions.length, 'region'),
    answers.length > 0 ? printCounted(answers.length, 'answer') : undefined,
    score === undefined ? undefined : `score ${Math.round(score * 1000) / 1000}`,
    leadTime === undefined ? undefined : `took ${printSeconds(leadTime)}`,
    date === undefined || Number.isNaN(date.getTime()) ? undefined : printAgo(date),
  ]
  return (
    <label class="version">
      <input type="radio" name="version" checked={isShown} onChange={() => setSearch({ annotation: key, with: undefined })} />
      <span>
        <b>
          {origin === 'prediction' ? '✦ ' : ''}
          {name}
          {groundTruth && <span title="ground truth"> ★</span>}
          {groundTruth && <span class="hidden"> ground truth</span>}
        </b>
        <span class="muted small">
          {origin} {key.replace(/^p/, '')} · {facts.filter((fact) => fact !== undefined).join(' · ')}
        </span>
      </span>
    </label>
  )
}
