import { deleteProject, type ProjectAnswer } from '../../api/projects.ts'
import { printCounted } from '../../parts/numbers.ts'
import { undoable } from '../../parts/undoable.ts'
import { navigate } from '../../router.ts'

/** Deletes the project, with time to undo it. */
export function DeleteSettings({ project }: { readonly project: ProjectAnswer }) {
  const { id, title, task_number: tasks = 0 } = project
  const remove = () => {
    navigate('/projects')
    undoable({
      text: `${title} deleted`,
      run: () => deleteProject(id).then(() => navigate('/projects')),
      undo: () => navigate(`/projects/${id}/settings`),
    })
  }
  return (
    <section>
      <h2>Delete</h2>
      <p>The project with its {printCounted(tasks, 'task')}, its exports and settings. It can be undone for some seconds.</p>
      <button type="button" class="danger" onClick={remove}>
        Delete this project
      </button>
    </section>
  )
}
