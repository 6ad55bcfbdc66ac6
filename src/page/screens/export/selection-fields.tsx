import { useId } from 'preact/hooks'
import { optionTitle } from '../../../model/wording.ts'
import type { ChoicesAnswer } from '../../api/exports.ts'
import type { OptionKind, Value, Values } from '../../api/formats.ts'
import { OptionField, OptionFields, withValue } from '../../parts/option-fields.tsx'
import { AnnotatorOrder } from './annotator-order.tsx'
import { QueryField } from './query-field.tsx'
import { ValueChoices } from './value-choices.tsx'

/** Those that have a field of their own kind, and those that stand at once below their heading. */
const TASKS = ['onlyGroundTruth', 'excludeUnannotated']
const OWN = [
  'query',
  'tags',
  'annotations',
  'annotatorPriority',
  'annotator',
  'since',
  'until',
  'predictions',
  'modelVersion',
  'labels',
]

interface Props {
  readonly choices: ChoicesAnswer
  /** Those that differ from their default. */
  readonly values: Values
  readonly onChange: (values: Values) => void
}

/** What is exported: tasks, annotations, predictions, labels. */
export function SelectionFields({ choices, values, onChange }: Props) {
  const { selection: table } = choices
  const selection = { table, values, onChange }
  const further = Object.entries(table).filter(([name]) => !TASKS.includes(name) && !OWN.includes(name))
  const order = textOf(selection, 'annotatorPriority')
  return (
    <>
      <TaskFields choices={choices} selection={selection} />
      <details>
        <summary>Annotations</summary>
        {order === '' && <TableField name="annotations" {...selection} />}
        <AnnotatorOrder choices={choices.annotators} value={order} onChange={(changed) => setOrder(selection, changed)} />
        <NamedValues name="annotator" choices={choices.annotators} selection={selection} />
        <DateField name="since" selection={selection} />
        <DateField name="until" selection={selection} />
      </details>
      <details>
        <summary>Labels and predictions</summary>
        <NamedValues name="labels" choices={choices.labels} selection={selection} />
        <TableField name="predictions" {...selection} />
        <NamedValues name="modelVersion" choices={choices.models} selection={selection} />
      </details>
      <details>
        <summary>More</summary>
        <OptionFields table={Object.fromEntries(further)} values={values} onChange={onChange} />
      </details>
    </>
  )
}

type Selecting = Pick<Props, 'values' | 'onChange'> & { readonly table: ChoicesAnswer['selection'] }

function textOf({ values }: Selecting, name: string): string {
  return String(values[name] ?? '')
}

function set({ table, values, onChange }: Selecting, name: string, value: Value): void {
  onChange(withValue(values, name, value, table[name] ?? NO_OPTION))
}

/** What a server of another version does not know. */
const NO_OPTION: OptionKind = { default: '', help: '' }

/** An order is a policy of its own. */
function setOrder({ values: { annotations: _policy, ...others }, ...selection }: Selecting, order: string): void {
  set({ ...selection, values: others }, 'annotatorPriority', order)
}

function TableField({ name, ...selection }: Selecting & { readonly name: string }) {
  const definition = selection.table[name] ?? NO_OPTION
  const value = selection.values[name] ?? definition.default
  return <OptionField name={name} definition={definition} value={value} onChange={(changed) => set(selection, name, changed)} />
}

interface FieldsProps {
  readonly choices: ChoicesAnswer
  readonly selection: Selecting
}

function TaskFields({ choices, selection }: FieldsProps) {
  return (
    <details open>
      <summary>Tasks</summary>
      {TASKS.map((name) => (
        <TableField key={name} name={name} {...selection} />
      ))}
      <QueryField value={textOf(selection, 'query')} onChange={(query) => set(selection, 'query', query)} />
      <NamedValues name="tags" choices={choices.tags} selection={selection} />
    </details>
  )
}

interface ValuesProps {
  readonly name: string
  readonly choices: ChoicesAnswer['labels']
  readonly selection: Selecting
}

function NamedValues({ name, choices, selection }: ValuesProps) {
  return (
    <ValueChoices
      title={optionTitle(name)}
      help={selection.table[name]?.help ?? ''}
      choices={choices}
      value={textOf(selection, name)}
      onChange={(value) => set(selection, name, value)}
    />
  )
}

function DateField({ name, selection }: Omit<ValuesProps, 'choices'>) {
  const id = useId()
  return (
    <div class="option">
      <label htmlFor={id}>{optionTitle(name)}</label>
      <input
        id={id}
        type="date"
        aria-describedby={`${id}-help`}
        value={textOf(selection, name)}
        onInput={({ currentTarget }) => set(selection, name, currentTarget.value)}
      />
      <p id={`${id}-help`} class="muted small">
        {selection.table[name]?.help}
      </p>
    </div>
  )
}
