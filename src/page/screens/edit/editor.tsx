import { useEffect, useMemo, useState } from 'preact/hooks'
import type { LabelConfig } from '../../../model/label-config.ts'
import { query } from '../../api/client.ts'
import type { ProjectAnswer } from '../../api/projects.ts'
import { labelColours } from '../../parts/drawing/colours.ts'
import { TaskDrawing } from '../../parts/drawing/object-drawing.tsx'
import { marksOf, type Scene } from '../../parts/drawing/scene.ts'
import type { OpenedTask } from '../../parts/opened-task.ts'
import { place, setGuard } from '../../router.ts'
import { Neighbours } from '../task/task-bar.tsx'
import { useScene } from '../task/use-scene.ts'
import type { Version } from '../task/versions.ts'
import { EditPanel } from './edit-panel.tsx'
import { keptDraft } from './kept-draft.ts'
import { resultText } from './result-edits.ts'
import { SaveBar } from './save-bar.tsx'
import { SourceChooser } from './source-chooser.tsx'
import { ToolRows } from './tool-rows.tsx'
import { readOnlyControls, type Stroke, toolsOf } from './tools.ts'
import { useDrawing } from './use-drawing.tsx'
import { useEditorKeys } from './use-editor-keys.ts'
import { type Edits, useEdits } from './use-edits.ts'

interface Props {
  readonly project: ProjectAnswer
  readonly id: string
  readonly opened: OpenedTask
  readonly versions: readonly Version[]
  /** What the work begins with; undefined for a new annotation. */
  readonly source: Version | undefined
  /** A new annotation was stored. */
  readonly onCreated: (annotation: number) => void
}

export function Editor(props: Props) {
  const { project, id, opened, source, onCreated } = props
  const { config } = opened
  const draft = useMemo(() => keptDraft(project.id, id, source?.key ?? 'new'), [])
  const edits = useEdits(opened.task, config, resultText(source?.annotation), draft)
  const [stroke, setStroke] = useState<Stroke>()
  const scene = useEditedScene(project.id, opened, edits)
  const tools = useMemo(() => toolsOf(config), [config])
  const drawing = useDrawing({ scene, edits, stroke })
  useEditorKeys({ scene, config, edits, tools, stroke, onStroke: setStroke })
  useWarning(edits.isChanged)
  return (
    <>
      <EditBar {...props} />
      <SaveBar project={project.id} task={opened.task} source={source} edits={edits} onCreated={onCreated} />
      <ToolRows
        tools={tools}
        config={config}
        stroke={stroke}
        scene={scene}
        edits={edits}
        onStroke={setStroke}
        onAdd={drawing.addInTheMiddle}
      />
      <ReadOnlyNote config={config} />
      <div class="task">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: text is selected in it, with the pointer or with keys */}
        <div class="drawings editing" onPointerUp={drawing.onTextSelected} onKeyDown={drawing.onTextKey}>
          <TaskDrawing scene={scene} editing={drawing.editing} />
        </div>
        <EditPanel scene={scene} config={config} edits={edits} />
      </div>
    </>
  )
}

function EditBar({ project, id, versions, source }: Props) {
  const wanted = place.value.search.get('query') ?? ''
  const back = `/projects/${project.id}/tasks/${encodeURIComponent(id)}${query({ query: wanted, annotation: source?.key })}`
  return (
    <div class="task-bar">
      <h2>Label task {id}</h2>
      <Neighbours project={project.id} id={id} wanted={wanted} end="/edit" />
      <a class="button" href={back}>
        Look at it
      </a>
      <SourceChooser versions={versions} source={source} />
    </div>
  )
}

/** Says what the page cannot change. */
function ReadOnlyNote({ config }: { readonly config: LabelConfig }) {
  const controls = readOnlyControls(config)
  if (controls.length === 0) return null
  return (
    <p class="note">
      Shown here, but changed elsewhere: {controls.map(({ tag, name }) => `${tag} ${name}`).join(', ')}. What they say is kept as
      it is.
    </p>
  )
}

function useEditedScene(project: number, { config }: OpenedTask, edits: Edits): Scene {
  const colourOf = useMemo(() => labelColours(config), [config])
  const marks = useMemo(() => marksOf(edits.annotation, 0, colourOf), [edits.annotation, colourOf])
  return useScene(project, { task: edits.task, config }, marks, true)
}

/** Asks before the page, or this screen of it, is left with work that was not sent. */
function useWarning(isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) return undefined
    setGuard(() => confirm('There is work that was not sent. Leave it? This browser keeps it until you come back.'))
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', onLeave)
    return () => {
      setGuard(undefined)
      removeEventListener('beforeunload', onLeave)
    }
  }, [isChanged])
}
