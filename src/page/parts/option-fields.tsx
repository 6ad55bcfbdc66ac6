import { useId } from 'preact/hooks'
import { optionTitle } from '../../model/wording.ts'
import type { OptionKind, Value, Values } from '../api/formats.ts'

interface Props {
  readonly table: Readonly<Record<string, OptionKind>>
  /** Those that differ from their default. */
  readonly values: Values
  readonly onChange: (values: Values) => void
}

/** A field for each option of a table, with its default and what it does. */
export function OptionFields({ table, values, onChange }: Props) {
  return (
    <div class="options">
      {Object.entries(table).map(([name, definition]) => (
        <OptionField
          key={name}
          name={name}
          definition={definition}
          value={values[name] ?? definition.default}
          onChange={(value) => onChange(withValue(values, name, value, definition))}
        />
      ))}
    </div>
  )
}

/** The values with one changed; a default is not said. */
export function withValue(
  values: Values,
  name: string,
  value: Value,
  { default: standard }: Pick<OptionKind, 'default'>,
): Values {
  const { [name]: _before, ...others } = values
  return value === standard ? others : { ...others, [name]: value }
}

interface FieldProps {
  readonly name: string
  readonly definition: OptionKind
  readonly value: Value
  readonly onChange: (value: Value) => void
}

export function OptionField({ name, definition, value, onChange }: FieldProps) {
  const id = useId()
  const input = <Input id={id} definition={definition} value={value} onChange={onChange} />
  const isBox = typeof definition.default === 'boolean'
  return (
    <div class={isBox ? 'option option-box' : 'option'}>
      {isBox && input}
      <label htmlFor={id}>{optionTitle(name)}</label>
      {!isBox && input}
      <p id={`${id}-help`} class="muted small">
        {definition.help} {!isBox && definition.default !== '' && <>Default: {String(definition.default)}.</>}
      </p>
    </div>
  )
}

function Input({ id, definition, value, onChange }: Omit<FieldProps, 'name'> & { readonly id: string }) {
  const { default: standard, choices } = definition
  const known = { id, 'aria-describedby': `${id}-help` }
  if (typeof standard === 'boolean')
    return (
      <input
        type="checkbox"
        {...known}
        checked={value === true}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
    )
  if (choices !== undefined)
    return (
      <select {...known} value={String(value)} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    )
  if (typeof standard === 'number')
    return (
      <input
        type="number"
        step="any"
        {...known}
        value={String(value)}
        onInput={({ currentTarget }) => onChange(numberOf(currentTarget, standard))}
      />
    )
  return <input {...known} value={String(value)} onInput={({ currentTarget }) => onChange(currentTarget.value)} />
}

/** What is no number yet counts as the default. */
function numberOf(input: HTMLInputElement, standard: number): number {
  return Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : standard
}
