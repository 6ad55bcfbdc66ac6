import { useState } from 'preact/hooks'
import type { TaskRow } from '../../api/search.ts'
import { Menu } from '../../parts/menu.tsx'
import { printCounted } from '../../parts/numbers.ts'

interface Column {
  readonly name: string
  readonly title: string
  /** As CSS grids have it. */
  readonly width: string
  /** How the store orders by it. */
  readonly order?: 'created' | 'updated'
  readonly isStandard: boolean
  print(row: TaskRow): string
}

/** What can stand beside a task's id and what it shows. */
const COLUMNS: readonly Column[] = [
  { name: 'labels', title: 'Labels', width: 'minmax(8rem, 2fr)', isStandard: true, print: labelsOf },
  { name: 'state', title: 'State', width: 'minmax(9rem, 1.6fr)', isStandard: true, print: stateOf },
  {
    name: 'annotators',
    title: 'Annotators',
    width: 'minmax(7rem, 1.4fr)',
    isStandard: true,
    print: ({ annotators }) => annotators.join(', '),
  },
  { name: 'tags', title: 'Tags', width: 'minmax(6rem, 1fr)', isStandard: false, print: ({ tags }) => tags.join(', ') },
  {
    name: 'created',
    title: 'Created',
    width: '10rem',
    order: 'created',
    isStandard: false,
    print: ({ created_at }) => printMoment(created_at),
  },
  {
    name: 'updated',
    title: 'Updated',
    width: '10rem',
    order: 'updated',
    isStandard: true,
    print: ({ updated_at }) => printMoment(updated_at),
  },
]
export type ShownColumn = Column

export interface ColumnChoice {
  readonly shown: readonly Column[]
  toggle(name: string): void
}

const KEY = 'goldpan-columns'

/** The columns that this browser shows. */
export function useColumns(): ColumnChoice {
  const [names, setNames] = useState(readNames)
  return {
    shown: COLUMNS.filter(({ name }) => names.includes(name)),
    toggle(name) {
      const changed = names.includes(name) ? names.filter((one) => one !== name) : [...names, name]
      localStorage.setItem(KEY, changed.join(' '))
      setNames(changed)
    },
  }
}

export function Columns({ columns }: { readonly columns: ColumnChoice }) {
  return (
    <Menu label="Columns">
      {() => (
        <ul class="menu-list">
          {COLUMNS.map(({ name, title }) => (
            <li key={name}>
              <label>
                <input
                  type="checkbox"
                  checked={columns.shown.some((column) => column.name === name)}
                  onChange={() => columns.toggle(name)}
                />{' '}
                {title}
              </label>
            </li>
          ))}
        </ul>
      )}
    </Menu>
  )
}

function readNames(): readonly string[] {
  const kept = localStorage.getItem(KEY)
  return kept === null ? COLUMNS.filter(({ isStandard }) => isStandard).map(({ name }) => name) : kept.split(' ')
}

/** What people said; where nobody did, what models said. */
function labelsOf({ labels, predicted_labels: predicted }: TaskRow): string {
  return labels.length > 0 || predicted.length === 0 ? labels.join(', ') : `predicted: ${predicted.join(', ')}`
}

function stateOf({ annotations, skipped, ground_truth: isGroundTruth, predictions }: TaskRow): string {
  const parts = [
    ...(isGroundTruth ? ['★ ground truth'] : []),
    ...(annotations > 0 ? [printCounted(annotations, 'annotation')] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(predictions > 0 ? [printCounted(predictions, 'prediction')] : []),
  ]
  return parts.length === 0 ? 'not annotated' : parts.join(', ')
}

/** `2024-01-31 12:05` in the reader's time. */
function printMoment(text: string | undefined): string {
  if (text === undefined) return ''
  const date = new Date(text)
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}
