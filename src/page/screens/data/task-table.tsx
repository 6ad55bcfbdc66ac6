import { useEffect, useRef, useState } from 'preact/hooks'
import type { Search } from '../../api/search.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { setSearch } from '../../router.ts'
import type { ShownColumn } from './columns.tsx'
import { type ListSize, positionAfter, scrollTopOf, TALLEST, windowAt } from './scroll-window.ts'
import { isSelected, type Selection, toggled } from './selection.tsx'
import { TaskTableRow } from './task-table-row.tsx'
import { useRows } from './use-rows.ts'

const ROW_HEIGHT = 40
/** When nothing moved for so long, the scroll bar is put where the list is. */
const SETTLED = 200

interface Props {
  readonly search: Search
  readonly version: number
  readonly count: number
  readonly columns: readonly ShownColumn[]
  readonly selection: Selection
  readonly leaving: Selection
  onSelection(selection: Selection): void
}

/** A row for each task, of which only those in view are drawn and loaded. */
export function TaskTable({ search, version, count, columns, selection, leaving, onSelection }: Props) {
  const { element, position, scrollTop, size } = useListScroll(count, `${search.query} ${search.order}`)
  const drawn = windowAt(position, scrollTop, size)
  const rows = useRows(search, version, drawn.first, drawn.end)
  const grid = ['2rem', '5.5rem', 'minmax(10rem, 4fr)', ...columns.map(({ width }) => width)].join(' ')
  return (
    <>
      {rows.problem && <ProblemNote problem={rows.problem} />}
      <div ref={element} class="tasks" style={{ '--columns': grid, '--row': `${ROW_HEIGHT}px` }}>
        <table aria-label="Tasks" aria-rowcount={count + 1}>
          <TableHead search={search} columns={columns} />
          <tbody style={{ height: `${drawn.height}px` }}>
            {Array.from({ length: Math.max(0, drawn.end - drawn.first) }, (_, k) => {
              const index = drawn.first + k
              const row = rows.rowAt(index)
              return (
                <TaskTableRow
                  key={index}
                  index={index}
                  top={drawn.top + k * ROW_HEIGHT}
                  row={row}
                  search={search}
                  columns={columns}
                  isSelected={row !== undefined && isSelected(selection, row.id)}
                  isFixed={selection.kind === 'all'}
                  isLeaving={row !== undefined && isSelected(leaving, row.id)}
                  onToggle={() => row && onSelection(toggled(selection, row.id))}
                />
              )
            })}
          </tbody>
        </table>
      </div>
      {count === 0 && <p class="empty">No task is found.</p>}
    </>
  )
}

/** @param key the list begins at its top when it changes */
function useListScroll(count: number, key: string) {
  const element = useRef<HTMLDivElement>(null)
  const [viewHeight, setViewHeight] = useState(600)
  const [place, setPlace] = useState({ position: 0, scrollTop: 0 })
  const size: ListSize = { count, rowHeight: ROW_HEIGHT, viewHeight }
  const current = useRef({ place, size })
  current.current = { place, size }
  useEffect(() => {
    element.current?.scrollTo(0, 0)
    setPlace({ position: 0, scrollTop: 0 })
  }, [key])
  useEffect(() => {
    const list = element.current
    if (list === null) return undefined
    const observer = new ResizeObserver(() => setViewHeight(Math.max(ROW_HEIGHT, list.clientHeight - ROW_HEIGHT)))
    observer.observe(list)
    let timer: ReturnType<typeof setTimeout> | undefined
    const settle = () => {
      const { place, size } = current.current
      const scrollTop = Math.round(scrollTopOf(place.position, size))
      setPlace({ ...place, scrollTop })
      list.scrollTop = scrollTop
    }
    const onScroll = () => {
      const { place, size } = current.current
      if (Math.abs(list.scrollTop - place.scrollTop) < 1) return
      setPlace({ position: positionAfter(list.scrollTop, place, size), scrollTop: list.scrollTop })
      clearTimeout(timer)
      if (size.count * ROW_HEIGHT > TALLEST) timer = setTimeout(settle, SETTLED)
    }
    list.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      clearTimeout(timer)
      list.removeEventListener('scroll', onScroll)
    }
  }, [])
  return { element, size, ...place }
}

function TableHead({ search, columns }: Pick<Props, 'search' | 'columns'>) {
  return (
    <thead>
      <tr class="task-row" aria-rowindex={1}>
        <th scope="col">
          <span class="hidden">Selected</span>
        </th>
        <SortHead title="ID" name="id" search={search} />
        <th scope="col">Task</th>
        {columns.map(({ name, title, order }) =>
          order === undefined ? (
            <th key={name} scope="col">
              {title}
            </th>
          ) : (
            <SortHead key={name} title={title} name={order} search={search} />
          ),
        )}
      </tr>
    </thead>
  )
}

interface SortProps {
  readonly title: string
  readonly name: 'id' | 'created' | 'updated'
  readonly search: Search
}

function SortHead({ title, name, search: { order } }: SortProps) {
  const isUp = order === name
  const isDown = order === `-${name}`
  return (
    <th scope="col" aria-sort={isUp ? 'ascending' : isDown ? 'descending' : 'none'}>
      <button
        type="button"
        class="quiet"
        onClick={() => setSearch({ order: isUp ? `-${name}` : name === 'id' ? undefined : name })}
      >
        {title} <span aria-hidden="true">{isUp ? '▲' : isDown ? '▼' : ''}</span>
      </button>
    </th>
  )
}
