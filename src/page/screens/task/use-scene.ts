import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Mark, Scene } from '../../parts/drawing/scene.ts'
import type { OpenedTask } from '../../parts/opened-task.ts'

/** What drawings and lists share; the same object until something of it changes. */
export function useScene(
  project: number,
  { task, config }: Pick<OpenedTask, 'task' | 'config'>,
  marks: readonly Mark[],
  showsNames: boolean,
): Scene {
  const hovered = useSignal<string | undefined>(undefined)
  const selected = useSignal<string | undefined>(undefined)
  return useMemo(
    () => ({ project, task, config, marks, hovered, selected, showsNames }),
    [project, task, config, marks, showsNames],
  )
}
