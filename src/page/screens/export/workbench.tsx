import { useRef, useState } from 'preact/hooks'
import type { ApiProblem } from '../../api/client.ts'
import {
  type EstimateAnswer,
  estimateExport,
  listChoices,
  type PreviewAnswer,
  previewExport,
  startExport,
  type Wanted,
} from '../../api/exports.ts'
import type { FormatAnswer } from '../../api/formats.ts'
import type { ProjectAnswer } from '../../api/projects.ts'
import { toProblem, useResource } from '../../api/resource.ts'
import { FormatHeading } from '../../parts/format-heading.tsx'
import { printBytes, printCounted } from '../../parts/numbers.ts'
import { OptionFields } from '../../parts/option-fields.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { queryProblem } from '../../parts/query-problem.ts'
import { useDebounced } from '../../parts/use-debounced.ts'
import { WhenLoaded } from '../../parts/when-loaded.tsx'
import type { Settings } from './export-screen.tsx'
import { Losses } from './losses.tsx'
import { Preview } from './preview.tsx'
import { RecipesDialog } from './recipes-dialog.tsx'
import { SelectionFields } from './selection-fields.tsx'

/** After the last change, before the server is asked. */
const PAUSE = 250
/** So many options of a format are shown at once. */
const OPEN_OPTIONS = 3

interface Props {
  readonly project: ProjectAnswer
  readonly format: FormatAnswer
  readonly settings: Settings
  readonly onChange: (settings: Settings) => void
  readonly onOther: () => void
  readonly onStarted: () => void
}

/** Options and selection on one side; what comes out on the other. */
export function Workbench({ project, format, settings, onChange, onOther, onStarted }: Props) {
  const wanted = { format: format.id, ...settings }
  return (
    <section class="workbench" aria-labelledby="format-title">
      <FormatHeading format={format} onOther={onOther} />
      <SettingsFields project={project} format={format} settings={settings} onChange={onChange} />
      <Outcome project={project} wanted={wanted} file={fileOf(format, settings)} onStarted={onStarted} />
    </section>
  )
}

function SettingsFields({ project, format, settings, onChange }: Omit<Props, 'onOther' | 'onStarted'>) {
  const choices = useResource(`choices ${project.id}`, (signal) => listChoices(project.id, signal))
  const { title, options, reason } = format
  const count = Object.keys(options).length
  return (
    <form class="export-settings" onSubmit={(event) => event.preventDefault()}>
      {reason !== undefined && <p class="note note-bad">{reason}</p>}
      {count > 0 && (
        <details open={count <= OPEN_OPTIONS}>
          <summary>Options of {title}</summary>
          <OptionFields
            table={options}
            values={settings.options}
            onChange={(changed) => onChange({ ...settings, options: changed })}
          />
        </details>
      )}
      <WhenLoaded of={choices}>
        {(found) => (
          <>
            <SelectionFields choices={found} values={settings.select} onChange={(select) => onChange({ ...settings, select })} />
            <details>
              <summary>Splits, names and media</summary>
              <OptionFields
                table={found.output}
                values={settings.output}
                onChange={(output) => onChange({ ...settings, output })}
              />
            </details>
          </>
        )}
      </WhenLoaded>
    </form>
  )
}

/** The one file that is written; of splits there are several. */
function fileOf({ file }: FormatAnswer, { output }: Settings): string | undefined {
  return Object.keys(output).length === 0 ? file : undefined
}

interface OutcomeProps {
  readonly project: ProjectAnswer
  readonly wanted: Wanted
  readonly file: string | undefined
  readonly onStarted: () => void
}

interface Seen {
  /** What was asked for when this came back. */
  readonly wanted: Wanted
  readonly preview: PreviewAnswer
  readonly estimate: EstimateAnswer
}

function Outcome({ project, wanted, file, onStarted }: OutcomeProps) {
  const isReadable = queryProblem(String(wanted.select.query ?? '')) === undefined
  const lastReadable = useRef(wanted)
  if (isReadable) lastReadable.current = wanted
  const asked = useDebounced(lastReadable.current, JSON.stringify(lastReadable.current), PAUSE)
  const seen = useResource(`outcome ${project.id} ${JSON.stringify(asked)}`, async (signal): Promise<Seen> => {
    const [preview, estimate] = await Promise.all([
      previewExport(project.id, asked, signal),
      estimateExport(project.id, asked, signal),
    ])
    return { wanted: asked, preview, estimate }
  })
  return (
    <div class="outcome" aria-busy={seen.resource.state === 'loading'}>
      <WhenLoaded of={seen}>
        {({ preview, estimate, wanted: shown }) => (
          <>
            <ExportBar
              project={project}
              wanted={wanted}
              file={file}
              estimate={estimate}
              isReadable={isReadable}
              onStarted={onStarted}
            />
            <Losses project={project.id} wanted={shown} tasks={estimate.tasks} />
            <Preview project={project} preview={preview} tasks={estimate.tasks} />
          </>
        )}
      </WhenLoaded>
    </div>
  )
}

interface BarProps extends OutcomeProps {
  readonly estimate: EstimateAnswer
  readonly isReadable: boolean
}

function ExportBar({ project, wanted, file, estimate, isReadable, onStarted }: BarProps) {
  const [problem, setProblem] = useState<ApiProblem>()
  const [isCopying, setIsCopying] = useState(false)
  const start = async () => {
    setProblem(undefined)
    try {
      await startExport(project.id, wanted)
      onStarted()
      document.getElementById('exports')?.scrollIntoView({ behavior: 'smooth' })
    } catch (error) {
      setProblem(toProblem(error))
    }
  }
  return (
    <div class="export-bar">
      <p role="status">
        <strong>{printTasks(estimate)}</strong>
        {estimate.bytes !== undefined && <span class="muted"> · about {printBytes(estimate.bytes)}</span>}
      </p>
      <div class="buttons">
        <button type="button" onClick={() => setIsCopying(true)}>
          Copy as script
        </button>
        <button type="button" class="main" disabled={estimate.tasks === 0 || !isReadable} onClick={() => void start()}>
          Export
        </button>
      </div>
      {problem && <ProblemNote problem={problem} />}
      {isCopying && <RecipesDialog project={project.id} wanted={wanted} file={file} onClose={() => setIsCopying(false)} />}
    </div>
  )
}

function printTasks({ tasks, is_exact }: EstimateAnswer): string {
  if (tasks === 0) return 'No task fits the selection'
  return `${is_exact ? '' : 'At most '}${printCounted(tasks, 'task')}`
}
