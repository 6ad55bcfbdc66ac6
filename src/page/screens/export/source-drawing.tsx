import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { ProjectAnswer } from '../../api/projects.ts'
import { labelColours } from '../../parts/drawing/colours.ts'
import { TaskDrawing } from '../../parts/drawing/object-drawing.tsx'
import { marksOf } from '../../parts/drawing/scene.ts'
import { type OpenedTask, openTask } from '../../parts/opened-task.ts'

interface Props {
  readonly project: ProjectAnswer
  /** The task word for word. */
  readonly text: string
}

/** A task with its regions: of a second annotation with broken lines. */
export function SourceDrawing({ project: { id, label_config }, text }: Props) {
  const opened = useMemo(() => openTask(new TextEncoder().encode(text), label_config), [text, label_config])
  return <Drawing project={id} opened={opened} />
}

function Drawing({ project, opened }: { readonly project: number; readonly opened: OpenedTask }) {
  const hovered = useSignal<string | undefined>(undefined)
  const selected = useSignal<string | undefined>(undefined)
  const scene = useMemo(() => {
    const { task, config } = opened
    const colourOf = labelColours(config)
    const drawn = task.annotations.filter(({ wasCancelled }) => !wasCancelled).slice(0, 2)
    const marks = drawn.flatMap((annotation, k) => marksOf(annotation, k === 0 ? 0 : 1, colourOf))
    return { project, task, config, marks, hovered, selected, showsNames: false }
  }, [project, opened])
  return (
    <div class="drawings source-drawing">
      <TaskDrawing scene={scene} />
    </div>
  )
}
