import { useState } from 'preact/hooks'
import { type NameField, TASK_STATES } from '../../../query/query.ts'
import { useResource } from '../../api/resource.ts'
import { listFacets } from '../../api/search.ts'
import { Menu } from '../../parts/menu.tsx'
import { printCount } from '../../parts/numbers.ts'
import { WhenLoaded } from '../../parts/when-loaded.tsx'
import { conditionsIn, withCondition, withoutCondition } from './query-text.ts'

interface Props {
  readonly project: number
  readonly query: string
  onQuery(query: string): void
}

const VALUE_MENUS: readonly (readonly [NameField, string])[] = [
  ['label', 'Label'],
  ['annotator', 'Annotator'],
  ['tag', 'Tag'],
]
const STATE_TITLES: Readonly<Record<(typeof TASK_STATES)[number], string>> = {
  annotated: 'Annotated',
  unannotated: 'Not annotated',
  skipped: 'Skipped',
  'ground-truth': 'Ground truth ★',
  predicted: 'With predictions',
}

/** Menus that write conditions into the query. */
export function FilterMenus({ project, query, onQuery }: Props) {
  const adder = (close: () => void) => (field: string, value: string) => {
    onQuery(withCondition(query, field, value))
    close()
  }
  return (
    <>
      <Menu label="State">
        {(close) => (
          <ul class="menu-list">
            {TASK_STATES.map((state) => (
              <li key={state}>
                <button type="button" onClick={() => adder(close)('is', state)}>
                  {STATE_TITLES[state]}
                </button>
              </li>
            ))}
          </ul>
        )}
      </Menu>
      {VALUE_MENUS.map(([field, title]) => (
        <Menu key={field} label={title}>
          {(close) => <ValueList project={project} field={field} onChoose={(value) => adder(close)(field, value)} />}
        </Menu>
      ))}
      <Menu label="Date">{(close) => <DateForm onChoose={adder(close)} />}</Menu>
    </>
  )
}

/** A chip for each condition that stands in the query; a click takes it away. */
export function ConditionChips({ query, onQuery }: Omit<Props, 'project'>) {
  const conditions = conditionsIn(query)
  if (conditions.length === 0) return null
  return (
    <ul class="chips" aria-label="Filters in use">
      {conditions.map((condition) => (
        <li key={condition.start}>
          <button
            type="button"
            class="chip"
            aria-label={`Take away ${condition.field}:${condition.value}`}
            onClick={() => onQuery(withoutCondition(query, condition))}
          >
            {condition.field}: {condition.value} <span aria-hidden="true">✕</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

interface ValueListProps {
  readonly project: number
  readonly field: NameField
  onChoose(value: string): void
}

function ValueList({ project, field, onChoose }: ValueListProps) {
  const [prefix, setPrefix] = useState('')
  const loaded = useResource(`${field} ${prefix}`, (signal) => listFacets(project, field, prefix, signal))
  return (
    <>
      <input
        type="search"
        aria-label={`Find a value of ${field}`}
        placeholder="Find …"
        value={prefix}
        onInput={({ currentTarget }) => setPrefix(currentTarget.value)}
      />
      <WhenLoaded of={loaded}>
        {(facets) =>
          facets.length === 0 ? (
            <p class="muted">No task has one.</p>
          ) : (
            <ul class="menu-list">
              {facets.map(({ value, tasks, name }) => (
                <li key={value}>
                  <button type="button" onClick={() => onChoose(value)}>
                    <span>{name ?? value}</span> <span class="muted small">{printCount(tasks)}</span>
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </WhenLoaded>
    </>
  )
}

function DateForm({ onChoose }: { readonly onChoose: (field: string, value: string) => void }) {
  const [field, setField] = useState('updated')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  return (
    <form
      class="date-form"
      onSubmit={(event) => {
        event.preventDefault()
        onChoose(field, `${from}..${to}`)
      }}
    >
      <label>
        Task was{' '}
        <select value={field} onChange={({ currentTarget }) => setField(currentTarget.value)}>
          <option value="updated">updated</option>
          <option value="created">created</option>
        </select>
      </label>
      <label>
        from <input type="date" value={from} onInput={({ currentTarget }) => setFrom(currentTarget.value)} />
      </label>
      <label>
        to <input type="date" value={to} onInput={({ currentTarget }) => setTo(currentTarget.value)} />
      </label>
      <button type="submit" disabled={from === '' && to === ''}>
        Filter
      </button>
    </form>
  )
}
