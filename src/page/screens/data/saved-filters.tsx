import { useState } from 'preact/hooks'
import { toProblem, useResource } from '../../api/resource.ts'
import type { Search } from '../../api/search.ts'
import { deleteView, listViews, type SavedView, saveView } from '../../api/views.ts'
import { Menu } from '../../parts/menu.tsx'
import { toast } from '../../parts/toasts.tsx'
import { WhenLoaded } from '../../parts/when-loaded.tsx'
import { setSearch } from '../../router.ts'

interface Props {
  readonly project: number
  readonly search: Search
}

/** Queries with their order under a title, for everybody in the project. */
export function SavedFilters({ project, search }: Props) {
  return <Menu label="Saved filters">{(close) => <FilterList project={project} search={search} close={close} />}</Menu>
}

function FilterList({ project, search, close }: Props & { readonly close: () => void }) {
  const loaded = useResource(`views ${project}`, (signal) => listViews(project, signal))
  const change = (work: Promise<void>) =>
    work.then(loaded.reload, (error: unknown) => toast({ kind: 'bad', text: toProblem(error).message }))
  return (
    <>
      <WhenLoaded of={loaded}>
        {(views) =>
          views.length === 0 ? (
            <p class="muted">None yet.</p>
          ) : (
            <ul class="menu-list saved-filters">
              {views.map((view) => (
                <SavedFilter
                  key={view.id}
                  view={view}
                  onUse={() => {
                    setSearch({ query: view.data.query, order: view.data.order === 'id' ? undefined : view.data.order })
                    close()
                  }}
                  onDelete={() => change(deleteView(view.id))}
                />
              ))}
            </ul>
          )
        }
      </WhenLoaded>
      <SaveForm isEmpty={search.query === ''} onSave={(title) => change(saveView(title, search))} />
    </>
  )
}

interface FilterProps {
  readonly view: SavedView
  onUse(): void
  onDelete(): void
}

function SavedFilter({ view: { data }, onUse, onDelete }: FilterProps) {
  const title = data.title ?? 'Without a title'
  return (
    <li>
      <button type="button" onClick={onUse}>
        <span>{title}</span> <span class="muted small code">{data.query}</span>
      </button>
      <button type="button" aria-label={`Delete the filter ${title}`} onClick={onDelete}>
        ✕
      </button>
    </li>
  )
}

function SaveForm({ isEmpty, onSave }: { readonly isEmpty: boolean; readonly onSave: (title: string) => void }) {
  const [title, setTitle] = useState('')
  if (isEmpty) return <p class="muted small">Search for something to save it here.</p>
  return (
    <form
      class="save-form"
      onSubmit={(event) => {
        event.preventDefault()
        onSave(title)
        setTitle('')
      }}
    >
      <input
        required
        aria-label="Title of the filter"
        placeholder="Title"
        value={title}
        onInput={({ currentTarget }) => setTitle(currentTarget.value)}
      />
      <button type="submit">Save this filter</button>
    </form>
  )
}
