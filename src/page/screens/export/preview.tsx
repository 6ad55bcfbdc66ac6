import { useState } from 'preact/hooks'
import type { PreviewAnswer, PreviewFile, PreviewTask } from '../../api/exports.ts'
import type { ProjectAnswer } from '../../api/projects.ts'
import { useResource } from '../../api/resource.ts'
import { printBytes, printCount, printCounted } from '../../parts/numbers.ts'
import { TextBox } from '../../parts/text-box.tsx'
import { WhenLoaded } from '../../parts/when-loaded.tsx'

interface Props {
  readonly project: ProjectAnswer
  readonly preview: PreviewAnswer
  /** Of the whole export. */
  readonly tasks: number
}

/** The first tasks, and the files that are made of them. */
export function Preview({ project, preview, tasks }: Props) {
  if (preview.tasks.length === 0) return null
  return (
    <section class="panel" aria-labelledby="preview-title">
      <h3 id="preview-title">Preview</h3>
      <p class="muted small">
        {tasks > preview.tasks.length
          ? `The first ${preview.tasks.length} of ${printCount(tasks)} tasks, as they will be written. What needs all tasks to be known, such as the columns of a table, may grow.`
          : `All ${printCounted(preview.tasks.length, 'task')}, as they will be written.`}
      </p>
      <div class="preview">
        <Sources project={project} tasks={preview.tasks} />
        <Files files={preview.files} />
      </div>
    </section>
  )
}

/** One is open at a time. */
function Sources({ project, tasks }: { readonly project: ProjectAnswer; readonly tasks: readonly PreviewTask[] }) {
  const [chosen, setChosen] = useState<PreviewTask['id']>()
  const open = tasks.find(({ id }) => id === chosen) ?? tasks[0]
  return (
    <div>
      <h4>From</h4>
      <div class="buttons sources">
        {tasks.map(({ id }) => (
          <button key={id} type="button" class="quiet" aria-pressed={id === open?.id} onClick={() => setChosen(id)}>
            Task {id}
          </button>
        ))}
      </div>
      {open && <Source key={open.id} project={project} task={open} />}
    </div>
  )
}

/** Drawn, where all of it is there; the code that draws is loaded for it. */
function Source({ project, task }: { readonly project: ProjectAnswer; readonly task: PreviewTask }) {
  const { id, text = '', is_cut } = task
  const drawing = useResource('source drawing', async () => ({ Drawing: (await import('./source-drawing.tsx')).SourceDrawing }))
  return (
    <>
      {!is_cut && <WhenLoaded of={drawing}>{({ Drawing }) => <Drawing project={project} text={text} />}</WhenLoaded>}
      <p class="small">
        <a href={`/projects/${project.id}/tasks/${encodeURIComponent(id)}`}>Open task {id}</a>
      </p>
      <TextBox label={`Task ${id}`} text={is_cut ? `${text} …` : indented(text)} rows={12} />
    </>
  )
}

function Files({ files }: { readonly files: readonly PreviewFile[] }) {
  const [chosen, setChosen] = useState<string>()
  const shown = files.find(({ path }) => path === chosen) ?? files[0]
  return (
    <div>
      <h4>To</h4>
      <ul class="tree" aria-label="Files">
        {files.map(({ path, bytes }) => (
          <li key={path}>
            <button type="button" class="quiet" aria-pressed={path === shown?.path} onClick={() => setChosen(path)}>
              <code>{path}</code> <span class="muted small">{printBytes(bytes)}</span>
            </button>
          </li>
        ))}
      </ul>
      {shown === undefined ? <p class="muted">No file is written for these tasks.</p> : <FileContent file={shown} />}
    </div>
  )
}

function FileContent({ file: { path, text, image, bytes, is_cut } }: { readonly file: PreviewFile }) {
  if (image !== undefined) return <img class="preview-image" src={`data:image/png;base64,${image}`} alt={path} />
  if (text === undefined) return <p class="muted">{printBytes(bytes)} that are no text.</p>
  return (
    <TextBox
      label={path}
      text={
        is_cut === true
          ? `${text}
… ${printBytes(bytes)} in all`
          : text
      }
    />
  )
}

/** To be read, not to be kept: numbers may be spelled otherwise. */
function indented(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2)
}
