import { useState } from 'preact/hooks'
import type { ChoiceAnswer } from '../../api/exports.ts'
import { printCount } from '../../parts/numbers.ts'

/** So many are shown before somebody asks for all. */
const SHOWN = 12

interface Props {
  readonly title: string
  readonly help: string
  readonly choices: readonly ChoiceAnswer[]
  /** Separated by commas. */
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Any of some values, with the number of tasks that have them; none chosen is all. */
export function ValueChoices({ title, help, choices, value, onChange }: Props) {
  const [areAllShown, setAreAllShown] = useState(false)
  const chosen = splitList(value)
  const shown = choices.filter((choice, k) => areAllShown || k < SHOWN || chosen.includes(choice.value))
  if (choices.length === 0) return null
  const toggle = (one: string) =>
    onChange((chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one]).join(','))
  return (
    <fieldset class="choices">
      <legend>{title}</legend>
      <p class="muted small">{help}</p>
      {shown.map(({ value: one, tasks, name }) => (
        <label key={one} class="choice">
          <input type="checkbox" disabled={one.includes(',')} checked={chosen.includes(one)} onChange={() => toggle(one)} />
          {name ?? one} <span class="muted small">{printCount(tasks)}</span>
        </label>
      ))}
      {shown.length < choices.length && (
        <button type="button" class="quiet" onClick={() => setAreAllShown(true)}>
          Show all {printCount(choices.length)}
        </button>
      )}
    </fieldset>
  )
}

export function splitList(list: string): readonly string[] {
  return list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
