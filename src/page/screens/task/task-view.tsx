import { useMemo, useState } from 'preact/hooks'
import type { ProjectAnswer } from '../../api/projects.ts'
import { labelColours } from '../../parts/drawing/colours.ts'
import { compareAnnotations } from '../../parts/drawing/differences.ts'
import { TaskDrawing } from '../../parts/drawing/object-drawing.tsx'
import { marksOf, type Scene } from '../../parts/drawing/scene.ts'
import type { OpenedTask } from '../../parts/opened-task.ts'
import { place } from '../../router.ts'
import { SidePanel } from './side-panel.tsx'
import { TaskBar } from './task-bar.tsx'
import { useScene } from './use-scene.ts'
import { VersionTabs } from './version-tabs.tsx'
import type { Version } from './versions.ts'

interface Props {
  readonly project: ProjectAnswer
  readonly id: string
  readonly opened: OpenedTask
  readonly versions: readonly Version[]
  readonly onChanged: () => void
}

export function TaskView({ project, id, opened, versions, onChanged }: Props) {
  const { search } = place.value
  const shown = versions.find(({ key }) => key === search.get('annotation')) ?? versions[0]
  const other = versions.find((version) => version !== shown && version.key === search.get('with'))
  return (
    <>
      <TaskBar project={project} id={id} task={opened.task} shown={shown} onChanged={onChanged} />
      {opened.configProblem !== undefined && (
        <p class="note note-bad">
          The labeling config cannot be read: {opened.configProblem}. What is drawn is guessed from the task.
        </p>
      )}
      {shown !== undefined && (
        <VersionTabs versions={versions} shown={shown} other={other} isBeside={search.get('beside') === 'yes'} />
      )}
      <Drawings project={project.id} opened={opened} shown={shown} other={other} isBeside={search.get('beside') === 'yes'} />
    </>
  )
}

interface DrawingsProps {
  readonly project: number
  readonly opened: OpenedTask
  readonly shown: Version | undefined
  readonly other: Version | undefined
  readonly isBeside: boolean
}

function Drawings({ project, opened, shown, other, isBeside }: DrawingsProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [showsNames, setShowsNames] = useState(true)
  const colourOf = useMemo(() => labelColours(opened.config), [opened.config])
  const comparison = useMemo(
    () => (shown === undefined || other === undefined ? undefined : compareAnnotations(shown.annotation, other.annotation)),
    [shown, other],
  )
  const marks = useMemo(() => {
    const isHidden = (label: string) => hidden.has(label)
    return [
      ...(shown === undefined ? [] : marksOf(shown.annotation, 0, colourOf, isHidden, comparison?.first)),
      ...(other === undefined ? [] : marksOf(other.annotation, 1, colourOf, isHidden, comparison?.second)),
    ]
  }, [opened, shown, other, hidden, comparison])
  const scene = useScene(project, opened, marks, showsNames)
  const areTwo = isBeside && other !== undefined
  return (
    <div class="task">
      <div class={areTwo ? 'drawings beside' : 'drawings'}>
        {areTwo ? <BesideDrawings scene={scene} /> : <TaskDrawing scene={scene} />}
      </div>
      <SidePanel
        scene={scene}
        shown={shown}
        other={other}
        comparison={comparison}
        hidden={hidden}
        colourOf={colourOf}
        onHidden={setHidden}
        onNames={setShowsNames}
      />
    </div>
  )
}

/** One drawing for each annotation; what is chosen in one is seen in the list only. */
function BesideDrawings({ scene }: { readonly scene: Scene }) {
  const [first, second] = useMemo(
    () => [0, 1].map((layer) => ({ ...scene, marks: scene.marks.filter((mark) => mark.layer === layer) })),
    [scene],
  )
  return (
    <>
      <div>{first && <TaskDrawing scene={first} />}</div>
      <div>{second && <TaskDrawing scene={second} />}</div>
    </>
  )
}
