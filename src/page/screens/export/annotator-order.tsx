import { useState } from 'preact/hooks'
import type { ChoiceAnswer } from '../../api/exports.ts'
import { splitList } from './value-choices.tsx'

interface Props {
  readonly choices: readonly ChoiceAnswer[]
  /** The most trusted first, separated by commas. */
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Whose annotation is written where a task has several: put in order by dragging, or with the buttons. */
export function AnnotatorOrder({ choices, value, onChange }: Props) {
  const order = splitList(value)
  const others = choices.filter(({ value: one }) => !order.includes(one) && !one.includes(','))
  const set = (changed: readonly string[]) => onChange(changed.join(','))
  if (choices.length < 2) return null
  return (
    <fieldset class="choices">
      <legend>Annotators in order of trust</legend>
      <p class="muted small">
        Of several annotations of a task that of the first is written. Nobody named: as the format has it.
      </p>
      <OrderedList
        order={order}
        nameOf={(one) => choices.find(({ value: known }) => known === one)?.name ?? one}
        onChange={set}
      />
      {others.length > 0 && (
        <label class="choice">
          Add{' '}
          <select value="" onChange={({ currentTarget }) => set([...order, currentTarget.value])}>
            <option value="">an annotator …</option>
            {others.map(({ value: one, name }) => (
              <option key={one} value={one}>
                {name ?? one}
              </option>
            ))}
          </select>
        </label>
      )}
    </fieldset>
  )
}

interface ListProps {
  readonly order: readonly string[]
  nameOf(value: string): string
  readonly onChange: (order: readonly string[]) => void
}

function OrderedList({ order, nameOf, onChange }: ListProps) {
  const [dragged, setDragged] = useState<string>()
  const put = (one: string, place: number) => {
    const rest = order.filter((other) => other !== one)
    onChange([...rest.slice(0, place), one, ...rest.slice(place)])
  }
  return (
    <ol class="order">
      {order.map((one, k) => (
        <li
          key={one}
          draggable
          data-dragged={one === dragged}
          onDragStart={() => setDragged(one)}
          onDragEnd={() => setDragged(undefined)}
          onDragOver={(event) => {
            if (dragged === undefined) return
            event.preventDefault()
            if (dragged !== one) put(dragged, k)
          }}
        >
          <span>{nameOf(one)}</span>
          <StepButton label={`Move ${nameOf(one)} up`} sign="↑" disabled={k === 0} onClick={() => put(one, k - 1)} />
          <StepButton
            label={`Move ${nameOf(one)} down`}
            sign="↓"
            disabled={k === order.length - 1}
            onClick={() => put(one, k + 1)}
          />
          <StepButton
            label={`Take ${nameOf(one)} out`}
            sign="✕"
            onClick={() => onChange(order.filter((other) => other !== one))}
          />
        </li>
      ))}
    </ol>
  )
}

interface StepProps {
  readonly label: string
  readonly sign: string
  readonly disabled?: boolean
  onClick(): void
}

function StepButton({ label, sign, disabled = false, onClick }: StepProps) {
  return (
    <button type="button" class="quiet" aria-label={label} disabled={disabled} onClick={onClick}>
      {sign}
    </button>
  )
}
