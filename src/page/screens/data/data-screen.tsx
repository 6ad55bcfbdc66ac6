import { useEffect, useState } from 'preact/hooks'
import type { ProjectAnswer } from '../../api/projects.ts'
import { useResource } from '../../api/resource.ts'
import { countTasks, ORDERS, type Order, type Search } from '../../api/search.ts'
import type { ScreenProps } from '../../app.tsx'
import { printCount, printCounted } from '../../parts/numbers.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { ProjectPage } from '../../parts/project-page.tsx'
import { place, setSearch } from '../../router.ts'
import { type ColumnChoice, Columns, useColumns } from './columns.tsx'
import { ConditionChips, FilterMenus } from './filter-menus.tsx'
import { ImportButton } from './import/import-button.tsx'
import { SavedFilters } from './saved-filters.tsx'
import { SearchField } from './search-field.tsx'
import { type Leaving, NOTHING, type Selection, SelectionBar } from './selection.tsx'
import { TaskTable } from './task-table.tsx'

export function DataScreen({ parameters }: ScreenProps) {
  const { project: id = '' } = parameters
  return <ProjectPage id={id}>{(project, reload) => <Data key={id} project={project} onChanged={reload} />}</ProjectPage>
}

function Data({ project, onChanged }: { readonly project: ProjectAnswer; readonly onChanged: () => void }) {
  const search = searchOf(project.id)
  const { query } = search
  const [version, setVersion] = useState(0)
  const [selection, setSelection] = useState<Selection>(NOTHING)
  const [leaving, setLeaving] = useState<Leaving>()
  const columns = useColumns()
  useEffect(() => setSelection(NOTHING), [query])
  const change = () => {
    setVersion((before) => before + 1)
    setLeaving(undefined)
    onChanged()
  }
  const { resource: counted } = useResource(`${query} ${version}`, (signal) => countTasks(project.id, query, signal))
  const tasks = counted.state === 'ready' ? counted.value.tasks : undefined
  const before = counted.state === 'loading' ? counted.before?.tasks : undefined
  return (
    <div class="data">
      <DataTools search={search} columns={columns} />
      {counted.state === 'failed' && <ProblemNote problem={counted.problem} />}
      <div class="data-count">
        <p role="status">
          {tasks === undefined ? 'Counting …' : describeCount(tasks, project.task_number ?? 0, query)}
          {counted.state === 'ready' &&
            counted.value.hints.map((hint) => <span class="muted"> – {hint.replaceAll('`', '')}</span>)}
        </p>
        <div class="selection">
          <SelectionBar
            {...{ search, selection, leaving }}
            total={tasks}
            onSelection={setSelection}
            onLeaving={setLeaving}
            onDeleted={change}
          />
          <ImportButton project={project.id} title={project.title} onImported={change} />
        </div>
      </div>
      <TaskTable
        {...{ search, version, selection }}
        count={tasks ?? before ?? Math.min(project.task_number ?? 0, UNCOUNTED)}
        columns={columns.shown}
        leaving={leaving?.query === query ? leaving.selection : NOTHING}
        onSelection={setSelection}
      />
    </div>
  )
}

function DataTools({ search, columns }: { readonly search: Search; readonly columns: ColumnChoice }) {
  const { project, query } = search
  return (
    <div class="data-tools">
      <SearchField key={project} project={project} query={query} onQuery={setQuery} />
      <div class="data-menus">
        <FilterMenus project={project} query={query} onQuery={setQuery} />
        <SavedFilters project={project} search={search} />
        <Columns columns={columns} />
        <ConditionChips query={query} onQuery={setQuery} />
      </div>
    </div>
  )
}

/** So many rows are shown until it is known how many there are. */
const UNCOUNTED = 100

function searchOf(project: number): Search {
  const { search } = place.value
  const order: Order = ORDERS.find((one) => one === search.get('order')) ?? 'id'
  return { project, query: search.get('query') ?? '', order }
}

function setQuery(query: string): void {
  setSearch({ query: query.trim() })
}

function describeCount(found: number, all: number, query: string): string {
  return query === '' ? printCounted(found, 'task') : `${printCount(found)} of ${printCounted(all, 'task')}`
}
