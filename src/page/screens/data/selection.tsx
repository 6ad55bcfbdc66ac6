import { deleteTasks, type Search, type TaskId } from '../../api/search.ts'
import { printCount, printCounted } from '../../parts/numbers.ts'
import { undoable } from '../../parts/undoable.ts'

/** The tasks that are ticked: some, or all that the search finds. */
export type Selection = { readonly kind: 'some'; readonly ids: ReadonlySet<TaskId> } | { readonly kind: 'all' }

/** Tasks that are deleted when the time to undo it is over. */
export interface Leaving {
  readonly selection: Selection
  readonly query: string
}

export const NOTHING: Selection = { kind: 'some', ids: new Set() }
/** So many ids a query names. */
const MOST_NAMED = 500

export function isSelected(selection: Selection, id: TaskId): boolean {
  return selection.kind === 'all' || selection.ids.has(id)
}

export function toggled(selection: Selection, id: TaskId): Selection {
  if (selection.kind === 'all') return selection
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { kind: 'some', ids }
}

interface Props {
  readonly search: Search
  readonly selection: Selection
  readonly leaving: Leaving | undefined
  /** How many the search finds, when that is known. */
  readonly total: number | undefined
  onSelection(selection: Selection): void
  onLeaving(leaving: Leaving | undefined): void
  onDeleted(): void
}

/** What can be done with the tasks that are ticked. */
export function SelectionBar({ search, selection, leaving, total, onSelection, onLeaving, onDeleted }: Props) {
  const count = selection.kind === 'all' ? (total ?? 0) : selection.ids.size
  if (total === undefined || total === 0) return null
  if (count === 0)
    return (
      <button type="button" class="quiet" onClick={() => onSelection({ kind: 'all' })}>
        Select all {printCount(total)}
      </button>
    )
  const { project, query } = search
  const remove = () => {
    onLeaving({ selection, query })
    onSelection(NOTHING)
    undoable({
      text: `${printCounted(count, 'task')} deleted`,
      run: () => deleteTasks(project, selection.kind === 'all' ? { query } : { ids: [...selection.ids] }).then(onDeleted),
      undo: () => {
        onLeaving(undefined)
        onSelection(selection)
      },
    })
  }
  const wanted = queryOf(search, selection)
  return (
    <div class="selection">
      <span>{printCount(count)} selected</span>
      {wanted !== undefined && (
        <a class="button" href={`/projects/${project}/export?query=${encodeURIComponent(wanted)}`}>
          Export these
        </a>
      )}
      <button type="button" disabled={leaving !== undefined} onClick={remove}>
        Delete
      </button>
      <button type="button" class="quiet" onClick={() => onSelection(NOTHING)}>
        Clear
      </button>
    </div>
  )
}

/** What finds these tasks; undefined where ids are texts, which queries do not name, or too many. */
function queryOf({ query }: Search, selection: Selection): string | undefined {
  if (selection.kind === 'all') return query
  const ids = [...selection.ids]
  return ids.length > MOST_NAMED || ids.some((id) => typeof id === 'string') ? undefined : `id:${ids.join(',')}`
}
