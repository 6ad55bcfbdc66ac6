import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { GoldpanError } from '../../../model/error.ts'
import { queryProblem } from '../../parts/query-problem.ts'
import type { Suggestion } from './completion.ts'
import { SuggestionList } from './suggestion-list.tsx'
import { useSuggestions } from './use-suggestions.ts'

const PAUSE = 350
/** No suggestion is chosen: Enter searches. */
const NONE = -1

interface Props {
  readonly project: number
  readonly query: string
  onQuery(query: string): void
}

/** A query as it is typed: searched for when it is whole, completed, and a mistake told below the character where it is. */
export function SearchField(props: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [list, note] = [useId(), useId()]
  const { text, error, suggestions, chosen, put, type, leave, onKeyDown } = useQueryField(props, input)
  return (
    <search class="query">
      <input
        ref={input}
        class="code"
        type="search"
        list={undefined}
        // biome-ignore lint/a11y/noRedundantRoles: without a list of its own it would be a search box
        role="combobox"
        aria-label="Search tasks"
        aria-expanded={suggestions.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={suggestions[chosen] !== undefined ? `${list}-${chosen}` : undefined}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : note}
        placeholder="Search: a word, label:Car, is:ground-truth …"
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={({ currentTarget }) => type(currentTarget)}
        onFocus={({ currentTarget }) => type(currentTarget)}
        onClick={({ currentTarget }) => type(currentTarget)}
        onBlur={leave}
        onKeyDown={onKeyDown}
      />
      <SuggestionList id={list} suggestions={suggestions} chosen={chosen} onChoose={put} />
      {error && suggestions.length === 0 && <QueryNote id={note} error={error} />}
    </search>
  )
}

/** What is typed, what could be, and what the keys do. */
function useQueryField({ project, query, onQuery }: Props, input: { readonly current: HTMLInputElement | null }) {
  const [text, setText] = useState(query)
  const [cursor, setCursor] = useState<number>()
  const [chosen, setChosen] = useState(NONE)
  const suggestions = useSuggestions(project, text, cursor)
  const error = queryProblem(text)
  useEffect(() => setText((before) => (before.trim() === query ? before : query)), [query])
  useEffect(() => {
    if (error !== undefined || text.trim() === query) return undefined
    const timer = setTimeout(() => onQuery(text), PAUSE)
    return () => clearTimeout(timer)
  }, [text])
  const put = ({ text: insert, start }: Suggestion) => {
    const at = start + insert.length
    setText(text.slice(0, start) + insert + text.slice(cursor))
    setCursor(at)
    setChosen(NONE)
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at))
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const suggestion = suggestions[chosen]
    if (event.key === 'Escape' && suggestions.length > 0) setCursor(undefined)
    else if (event.key === 'Enter' && suggestion !== undefined) put(suggestion)
    else if (event.key === 'Enter' && error === undefined) onQuery(text)
    else if (event.key === 'ArrowDown' && suggestions.length > 0) setChosen((chosen + 1) % suggestions.length)
    else if (event.key === 'ArrowUp' && suggestions.length > 0) setChosen(chosen <= 0 ? suggestions.length - 1 : chosen - 1)
    else return
    event.preventDefault()
  }
  const type = ({ value, selectionStart }: HTMLInputElement) => {
    setText(value)
    setCursor(selectionStart ?? undefined)
    setChosen(NONE)
  }
  return { text, error, suggestions, chosen, put, type, leave: () => setCursor(undefined), onKeyDown }
}

function QueryNote({ id, error }: { readonly id: string; readonly error: GoldpanError }) {
  return (
    <div id={id} class="query-note" role="alert">
      <span class="code query-caret" style={{ '--column': (error.where.column ?? 1) - 1 }} aria-hidden="true">
        ▲
      </span>
      {error.message}; <span class="muted">{error.hint}</span>
    </div>
  )
}
