import { useState } from 'preact/hooks'
import { type JobAnswer, listJobs, type Wanted } from '../../api/exports.ts'
import { type FormatAnswer, listFormats, type Values } from '../../api/formats.ts'
import type { ProjectAnswer } from '../../api/projects.ts'
import { useResource } from '../../api/resource.ts'
import type { ScreenProps } from '../../app.tsx'
import { FormatPicker } from '../../parts/format-picker.tsx'
import { ProjectPage } from '../../parts/project-page.tsx'
import { WhenLoaded } from '../../parts/when-loaded.tsx'
import { navigate, place } from '../../router.ts'
import { History } from './history.tsx'
import { Workbench } from './workbench.tsx'

/** All that differs from its default. */
export type Settings = Omit<Wanted, 'format'>

/** A project out in a format: choose one, see what it writes, and get it. */
export function ExportScreen({ parameters }: ScreenProps) {
  return <ProjectPage id={parameters.project ?? ''}>{(project) => <Export key={project.id} project={project} />}</ProjectPage>
}

function Export({ project }: { readonly project: ProjectAnswer }) {
  const [settings, setSettings] = useState<Settings>(() => ({ options: {}, select: selectionOf(place.value.search), output: {} }))
  const formats = useResource(`formats ${project.id}`, (signal) => listFormats(project.id, signal))
  const jobs = useResource(`jobs ${project.id}`, (signal) => listJobs(project.id, signal))
  const choose = (format: string | undefined, options: Values) => {
    setSettings({ ...settings, options })
    navigate(pathOf(project.id, format))
  }
  const reuse = ({ format, options, select, output }: JobAnswer) => {
    setSettings({ options, select, output })
    navigate(pathOf(project.id, format))
  }
  return (
    <>
      <WhenLoaded of={formats}>
        {(found) => (
          <Chosen
            project={project}
            formats={found}
            settings={settings}
            onChange={setSettings}
            onChoose={(format) => choose(format, {})}
            onStarted={jobs.reload}
          />
        )}
      </WhenLoaded>
      <WhenLoaded of={jobs}>{(found) => <History jobs={found} onChange={jobs.reload} onReuse={reuse} />}</WhenLoaded>
    </>
  )
}

interface ChosenProps {
  readonly project: ProjectAnswer
  readonly formats: readonly FormatAnswer[]
  readonly settings: Settings
  readonly onChange: (settings: Settings) => void
  readonly onChoose: (format: string | undefined) => void
  readonly onStarted: () => void
}

function Chosen({ formats, onChoose, ...others }: ChosenProps) {
  const format = formats.find(({ id }) => id === place.value.search.get('format'))
  if (format === undefined) return <FormatPicker formats={formats} onChoose={onChoose} />
  return <Workbench {...others} format={format} onOther={() => onChoose(undefined)} />
}

/** What other screens ask for: the tasks of a search, or some by their ids. */
function selectionOf(search: URLSearchParams): Values {
  const given = ['query', 'ids'].map((name) => [name, search.get(name) ?? ''] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== ''))
}

function pathOf(project: number, format: string | undefined): string {
  return `/projects/${project}/export${format === undefined ? '' : `?format=${format}`}`
}
