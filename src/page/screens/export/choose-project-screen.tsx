import { listProjects } from '../../api/projects.ts'
import { useResource } from '../../api/resource.ts'
import { printCounted } from '../../parts/numbers.ts'
import { WhenLoaded } from '../../parts/when-loaded.tsx'

/** `/export`: which project it is to be. */
export function ChooseProjectScreen() {
  const loaded = useResource('projects', listProjects)
  return (
    <>
      <div class="heading">
        <h1>Export a project</h1>
      </div>
      <WhenLoaded of={loaded}>
        {(projects) =>
          projects.length === 0 ? (
            <p class="empty">
              There are no projects. Files can be <a href="/convert">converted</a> without one.
            </p>
          ) : (
            <ul class="cards">
              {projects.map(({ id, title, task_number: tasks = 0 }) => (
                <li key={id} class="card">
                  <h2>
                    <a href={`/projects/${id}/export`}>{title === '' ? `Project ${id}` : title}</a>
                  </h2>
                  <p class="muted small">{printCounted(tasks, 'task')}</p>
                </li>
              ))}
            </ul>
          )
        }
      </WhenLoaded>
    </>
  )
}
