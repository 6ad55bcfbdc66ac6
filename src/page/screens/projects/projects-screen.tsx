import { useState } from 'preact/hooks'
import { listProjects, type ProjectAnswer } from '../../api/projects.ts'
import { useResource } from '../../api/resource.ts'
import { printAgo, printCount } from '../../parts/numbers.ts'
import { WhenLoaded } from '../../parts/when-loaded.tsx'
import { NewProjectDialog } from './new-project-dialog.tsx'

export function ProjectsScreen() {
  const loaded = useResource('projects', listProjects)
  const [isCreating, setIsCreating] = useState(false)
  return (
    <>
      <div class="heading">
        <h1>Projects</h1>
        <button type="button" class="main" onClick={() => setIsCreating(true)}>
          New project
        </button>
      </div>
      <WhenLoaded of={loaded}>
        {(projects) =>
          projects.length === 0 ? (
            <p class="empty">No projects yet. Make one, then bring tasks into it.</p>
          ) : (
            <ul class="cards">
              {projects.map((project) => (
                <ProjectCard key={project.id} project={project} />
              ))}
            </ul>
          )
        }
      </WhenLoaded>
      {isCreating && <NewProjectDialog onClose={() => setIsCreating(false)} />}
    </>
  )
}

function ProjectCard({ project }: { readonly project: ProjectAnswer }) {
  const { id, title, task_number: tasks = 0, num_tasks_with_annotations: annotated = 0 } = project
  return (
    <li class="card">
      <h2>
        <a href={`/projects/${id}`}>{title === '' ? `Project ${id}` : title}</a>
      </h2>
      {project.description !== undefined && project.description !== '' && <p class="muted clipped">{project.description}</p>}
      <progress max={Math.max(tasks, 1)} value={annotated} aria-label={`${annotated} of ${tasks} tasks annotated`} />
      <dl class="figures">
        <Figure name="tasks" count={tasks} />
        <Figure name="annotated" count={annotated} />
        <Figure name="annotations" count={project.total_annotations_number ?? 0} />
        <Figure name="predictions" count={project.total_predictions_number ?? 0} />
      </dl>
      <p class="muted small">made {printAgo(new Date(project.created_at))}</p>
    </li>
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
