import { useEffect, useRef, useState } from 'preact/hooks'
import type { Task } from '../../../model/task.ts'
import { toProblem } from '../../api/resource.ts'
import { type AnnotationChange, changeAnnotation, createAnnotation } from '../../api/tasks.ts'
import { toast } from '../../parts/toasts.tsx'
import { setGuard } from '../../router.ts'
import type { Version } from '../task/versions.ts'
import type { Edits } from './use-edits.ts'

interface Props {
  readonly project: number
  readonly task: Task
  readonly source: Version | undefined
  readonly edits: Edits
  readonly onCreated: (annotation: number) => void
}

/** Sends the work, and takes steps back and forth. */
export function SaveBar({ project, task, source, edits, onCreated }: Props) {
  const [saving, setSaving] = useState(false)
  const [isStarred, setIsStarred] = useState(source?.annotation.groundTruth === true && source.annotation.origin === 'annotation')
  const started = useRef(performance.now())
  const own = source?.annotation.origin === 'annotation' ? source.id : undefined
  const send = async (change: Partial<AnnotationChange>, told: string) => {
    setSaving(true)
    try {
      const leadTime = (source?.leadTime ?? 0) + Math.round((performance.now() - started.current) / 100) / 10
      const sent = { result: edits.result, leadTime, groundTruth: isStarred, ...change }
      const id = await saveAs(own, project, task, source, sent)
      edits.saved(sent.result)
      setGuard(undefined)
      started.current = performance.now()
      toast({ kind: 'good', text: `Annotation ${id} ${told}.` })
      if (id !== own) onCreated(id)
    } catch (error) {
      const { message, hint } = toProblem(error)
      toast({ kind: 'bad', text: hint === undefined ? message : `${message} ${hint}` })
    }
    setSaving(false)
  }
  const submit = () => send({ wasCancelled: false }, own === undefined ? 'submitted' : 'updated')
  useSubmitKey(submit)
  return (
    <div class="save-bar">
      <button type="button" class="main" disabled={saving} onClick={() => void submit()} title="Ctrl+Enter">
        {own === undefined ? 'Submit' : 'Update'}
      </button>
      <button type="button" disabled={saving} onClick={() => void send({ wasCancelled: true }, 'skipped')}>
        Skip
      </button>
      <button type="button" aria-pressed={isStarred} onClick={() => setIsStarred(!isStarred)}>
        {isStarred ? '★' : '☆'} Ground truth
      </button>
      <StepButtons edits={edits} />
    </div>
  )
}

function StepButtons({ edits }: Pick<Props, 'edits'>) {
  return (
    <>
      <button type="button" disabled={!edits.canUndo} onClick={() => edits.undo()} title="Ctrl+Z">
        Undo
      </button>
      <button type="button" disabled={!edits.canRedo} onClick={() => edits.redo()} title="Ctrl+Shift+Z">
        Redo
      </button>
      <span class="muted small" role="status">
        {edits.isChanged ? 'Not sent yet' : ''}
        {edits.isChanged && edits.isRestored ? ' – goes on from what this browser had kept' : ''}
      </span>
    </>
  )
}

/** Gives the id of the annotation. */
async function saveAs(
  own: number | undefined,
  project: number,
  { id: task }: Task,
  source: Version | undefined,
  change: AnnotationChange,
): Promise<number> {
  if (own !== undefined) {
    await changeAnnotation(project, own, change)
    return own
  }
  if (typeof task === 'string') throw new Error('Tasks whose id is no number can be looked at, not labeled.')
  const parent = source?.annotation.origin === 'prediction' ? source.id : undefined
  return createAnnotation(project, task, { ...change, ...(parent !== undefined && { parentPrediction: parent }) })
}

function useSubmitKey(submit: () => Promise<void>): void {
  const latest = useRef(submit)
  latest.current = submit
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur() // takes over what was typed last
      void latest.current()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
