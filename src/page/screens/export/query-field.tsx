import { useId } from 'preact/hooks'
import { queryProblem } from '../../parts/query-problem.ts'

interface Props {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A search in the store's language; what is wrong with it stands below, with the place. */
export function QueryField({ value, onChange }: Props) {
  const id = useId()
  const problem = queryProblem(value)
  return (
    <div class="option">
      <label htmlFor={id}>Search</label>
      <input
        id={id}
        type="search"
        class="code"
        spellcheck={false}
        placeholder='label:Car annotator:7 "left arm"'
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-help`}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <p id={`${id}-help`} class={problem === undefined ? 'muted small' : 'bad small'}>
        {problem === undefined
          ? 'Only tasks that this search finds.'
          : `Character ${problem.where.column}: ${problem.message}; ${problem.hint}`}
      </p>
    </div>
  )
}
