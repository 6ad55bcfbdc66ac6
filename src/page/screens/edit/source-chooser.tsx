import { setSearch } from '../../router.ts'
import type { Version } from '../task/versions.ts'

interface Props {
  readonly versions: readonly Version[]
  readonly source: Version | undefined
}

/** What is worked on: a new annotation, one that is there, or a copy of a prediction. */
export function SourceChooser({ versions, source }: Props) {
  return (
    <label>
      Work on{' '}
      <select value={source?.key ?? ''} onChange={({ currentTarget }) => setSearch({ annotation: currentTarget.value })}>
        <option value="">a new annotation</option>
        {versions.map(({ key, name, annotation: { origin } }) => (
          <option key={key} value={key}>
            {origin === 'prediction' ? `a copy of prediction ${key.slice(1)} of ${name}` : `annotation ${key} of ${name}`}
          </option>
        ))}
      </select>
    </label>
  )
}
