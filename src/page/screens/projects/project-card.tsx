import { useState } from 'preact/hooks'
import { cloneProject, deleteProject, type ProjectAnswer } from '../../api/projects.ts'
import { toProblem } from '../../api/resource.ts'
import { Menu } from '../../parts/menu.tsx'
import { printAgo, printCount } from '../../parts/numbers.ts'
import { toast } from '../../parts/toasts.tsx'
import { undoable } from '../../parts/undoable.ts'

const LONGEST_TITLE = 50

interface Props {
  readonly project: ProjectAnswer
  readonly changedAt: Date | undefined
  onChanged(): void
}

/** A project at a glance, and what can be done with it as a whole. */
export function ProjectCard({ project, changedAt, onChanged }: Props) {
  const { id, task_number: tasks = 0, num_tasks_with_annotations: annotated = 0 } = project
  const [isLeaving, setIsLeaving] = useState(false)
  const remove = () => {
    setIsLeaving(true)
    undoable({
      text: `${titleOf(project)} deleted`,
      run: () => deleteProject(id).then(onChanged),
      undo: () => setIsLeaving(false),
    })
  }
  return (
    <li class={`card${isLeaving ? ' card-leaving' : ''}`}>
      <div class="card-head">
        <h2>
          <a href={`/projects/${id}`}>{titleOf(project)}</a>
        </h2>
        <Menu label={<span class="hidden">What to do with {titleOf(project)}</span>}>
          {(close) => <CardMenu project={project} onChanged={onChanged} onDelete={remove} close={close} />}
        </Menu>
      </div>
      {project.description !== undefined && project.description !== '' && <p class="muted clipped">{project.description}</p>}
      <progress max={Math.max(tasks, 1)} value={annotated} aria-label={`${annotated} of ${tasks} tasks annotated`} />
      <dl class="figures">
        <Figure name="tasks" count={tasks} />
        <Figure name="annotated" count={annotated} />
        <Figure name="annotations" count={project.total_annotations_number ?? 0} />
        <Figure name="predictions" count={project.total_predictions_number ?? 0} />
      </dl>
      <p class="muted small">changed {printAgo(changedAt ?? new Date(project.created_at))}</p>
    </li>
  )
}

export function titleOf({ id, title }: ProjectAnswer): string {
  return title === '' ? `Project ${id}` : title
}

interface CardMenuProps extends Omit<Props, 'changedAt'> {
  onDelete(): void
  close(): void
}

function CardMenu({ project, onChanged, onDelete, close }: CardMenuProps) {
  const clone = () => {
    close()
    const title = `${titleOf(project).slice(0, LONGEST_TITLE - 7)} (copy)`
    cloneProject(project.id, title).then(onChanged, (error: unknown) => toast({ kind: 'bad', text: toProblem(error).message }))
  }
  return (
    <ul class="menu-list">
      <li>
        <button type="button" onClick={clone}>
          Clone
        </button>
      </li>
      <li>
        <a href={`/api/projects/${project.id}/archive`} download onClick={close}>
          Download as a zip
        </a>
      </li>
      <li>
        <button
          type="button"
          onClick={() => {
            close()
            onDelete()
          }}
        >
          Delete
        </button>
      </li>
    </ul>
  )
}

function Figure({ name, count }: { readonly name: string; readonly count: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{printCount(count)}</dd>
    </div>
  )
}
