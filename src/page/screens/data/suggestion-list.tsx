import type { Suggestion } from './completion.ts'

interface Props {
  readonly id: string
  readonly suggestions: readonly Suggestion[]
  readonly chosen: number
  onChoose(suggestion: Suggestion): void
}

/** The list of a combobox; the input keeps the focus. */
export function SuggestionList({ id, suggestions, chosen, onChoose }: Props) {
  return (
    <div id={id} class="suggestions" role="listbox" aria-label="Completions" hidden={suggestions.length === 0}>
      {suggestions.map((suggestion, k) => (
        <div
          key={suggestion.text}
          id={`${id}-${k}`}
          role="option"
          aria-selected={k === chosen}
          tabIndex={-1}
          onMouseDown={(event) => {
            event.preventDefault()
            onChoose(suggestion)
          }}
        >
          <span class="code">{suggestion.text}</span> <span class="muted small">{suggestion.about}</span>
        </div>
      ))}
    </div>
  )
}
