import type { Search, TaskRow } from '../../api/search.ts'
import type { ShownColumn } from './columns.tsx'

interface Props {
  /** From 0. */
  readonly index: number
  /** Pixels. */
  readonly top: number
  /** Undefined while it is being loaded. */
  readonly row: TaskRow | undefined
  readonly search: Search
  readonly columns: readonly ShownColumn[]
  readonly isSelected: boolean
  /** Whether the tick cannot be changed. */
  readonly isFixed: boolean
  readonly isLeaving: boolean
  onToggle(): void
}

const KIND_SIGNS: Readonly<Record<TaskRow['shows']['kind'], string>> = {
  image: '▣',
  audio: '♪',
  video: '▶',
  text: '¶',
  other: '◇',
}

export function TaskTableRow({ index, top, row, search, columns, isSelected, isFixed, isLeaving, onToggle }: Props) {
  const frame = { 'aria-rowindex': index + 2, style: { transform: `translateY(${top}px)` } } as const
  if (row === undefined)
    return (
      <tr class="task-row" {...frame} aria-busy="true">
        <td class="task-waiting">
          <span class="hidden">Loading</span>
        </td>
      </tr>
    )
  const { id, shows } = row
  return (
    <tr class={`task-row${isLeaving ? ' task-leaving' : ''}`} {...frame}>
      <td>
        <input type="checkbox" aria-label={`Select task ${id}`} checked={isSelected} disabled={isFixed} onChange={onToggle} />
      </td>
      <td class="task-id">{id}</td>
      <td class="task-shows" title={shows.text}>
        <span class="task-kind" title={shows.kind} aria-hidden="true">
          {KIND_SIGNS[shows.kind]}
        </span>
        <a class="row-link" href={addressOf(search, id)}>
          {shows.text === '' ? `Task ${id}` : shows.text}
        </a>
      </td>
      {columns.map(({ name, print }) => {
        const text = print(row)
        return (
          <td key={name} class={`task-${name}`} title={text}>
            {text}
          </td>
        )
      })}
    </tr>
  )
}

function addressOf({ project, query, order }: Search, id: TaskRow['id']): string {
  const search = new URLSearchParams({ ...(query !== '' && { query }), ...(order !== 'id' && { order }) }).toString()
  return `/projects/${project}/tasks/${encodeURIComponent(id)}${search === '' ? '' : `?${search}`}`
}
