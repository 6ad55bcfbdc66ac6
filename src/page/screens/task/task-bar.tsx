import { useEffect } from 'preact/hooks'
import type { Task } from '../../../model/task.ts'
import { query } from '../../api/client.ts'
import type { ProjectAnswer } from '../../api/projects.ts'
import { toProblem, useResource } from '../../api/resource.ts'
import { changeAnnotation, getNeighbours } from '../../api/tasks.ts'
import { isTyping } from '../../parts/keys.ts'
import { toast } from '../../parts/toasts.tsx'
import { navigate, place } from '../../router.ts'
import type { Version } from './versions.ts'

interface Props {
  readonly project: ProjectAnswer
  readonly id: string
  readonly task: Task
  readonly shown: Version | undefined
  readonly onChanged: () => void
}

/** Which task this is, the way to the next one, and what can be done with it. */
export function TaskBar({ project, id, task, shown, onChanged }: Props) {
  const wanted = place.value.search.get('query') ?? ''
  const canLabel = typeof task.id === 'number'
  const editPath = `/projects/${project.id}/tasks/${encodeURIComponent(id)}/edit`
  return (
    <div class="task-bar">
      <h2>Task {id}</h2>
      <Neighbours project={project.id} id={id} wanted={wanted} />
      <div class="task-actions">
        {shown?.id !== undefined && shown.annotation.origin === 'annotation' && (
          <StarButton project={project.id} id={shown.id} isStarred={shown.annotation.groundTruth} onChanged={onChanged} />
        )}
        {canLabel ? (
          <a class="button main" href={`${editPath}${query({ query: wanted, annotation: shown?.key })}`}>
            {whatToDo(shown)}
          </a>
        ) : (
          <span class="muted small">Tasks whose id is no number can be looked at, not labeled.</span>
        )}
      </div>
    </div>
  )
}

function whatToDo(shown: Version | undefined): string {
  if (shown === undefined) return 'Label this task'
  return shown.annotation.origin === 'prediction' ? 'Take this prediction over' : 'Correct this annotation'
}

interface NeighboursProps {
  readonly project: number
  readonly id: string
  /** Query that the task was found with. */
  readonly wanted: string
  /** Behind the id in the path. */
  readonly end?: string
}

/** Links to the tasks before and behind this one; the keys k and j follow them. */
export function Neighbours({ project, id, wanted, end = '' }: NeighboursProps) {
  const { resource } = useResource(`neighbours ${project}/${id} ${wanted}`, (signal) =>
    getNeighbours(project, id, wanted, signal),
  )
  const found = resource.state === 'ready' ? resource.value : undefined
  const pathOf = (task: number | string | undefined) =>
    task === undefined ? undefined : `/projects/${project}/tasks/${encodeURIComponent(task)}${end}${query({ query: wanted })}`
  const [previous, next] = [pathOf(found?.previous), pathOf(found?.next)]
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'k' && previous !== undefined) navigate(previous)
      if (event.key === 'j' && next !== undefined) navigate(next)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [previous, next])
  return (
    <nav class="neighbours" aria-label="Tasks">
      <Way to={previous} name="← Previous" keyName="k" />
      <Way to={next} name="Next →" keyName="j" />
      {wanted !== '' && (
        <span class="muted small">
          of <code>{wanted}</code>
        </span>
      )}
    </nav>
  )
}

interface WayProps {
  readonly to: string | undefined
  readonly name: string
  readonly keyName: string
}

/** A link, or what stands in its place at either end. */
function Way({ to, name, keyName }: WayProps) {
  return to === undefined ? (
    <span class="button disabled">{name}</span>
  ) : (
    <a class="button" href={to} title={`Key ${keyName}`}>
      {name}
    </a>
  )
}

interface StarProps {
  readonly project: number
  readonly id: number
  readonly isStarred: boolean
  readonly onChanged: () => void
}

function StarButton({ project, id, isStarred, onChanged }: StarProps) {
  const change = async () => {
    try {
      await changeAnnotation(project, id, { groundTruth: !isStarred })
      onChanged()
    } catch (error) {
      toast({ kind: 'bad', text: toProblem(error).message })
    }
  }
  return (
    <button
      type="button"
      aria-pressed={isStarred}
      onClick={() => void change()}
      title="One annotation of a task at most is its ground truth"
    >
      {isStarred ? '★' : '☆'} Ground truth
    </button>
  )
}
