import type { ProjectAnswer } from '../../api/projects.ts'
import type { ScreenProps } from '../../app.tsx'
import { ProjectPage } from '../../parts/project-page.tsx'
import { WhenLoaded } from '../../parts/when-loaded.tsx'
import { TaskView } from './task-view.tsx'
import { useTask } from './use-task.ts'

/** `/projects/:project/tasks/:task`: everything that is in a task. */
export function TaskScreen({ parameters: { project = '', task = '' } }: ScreenProps) {
  return <ProjectPage id={project}>{(found) => <ShownTask project={found} id={task} />}</ProjectPage>
}

function ShownTask({ project, id }: { readonly project: ProjectAnswer; readonly id: string }) {
  const loaded = useTask(project, id)
  return (
    <WhenLoaded of={loaded}>
      {(task) => <TaskView key={task.id} {...task} project={project} onChanged={loaded.reload} />}
    </WhenLoaded>
  )
}
