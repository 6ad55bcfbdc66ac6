import type { ProjectAnswer } from '../../api/projects.ts'
import { useResource } from '../../api/resource.ts'
import { getTaskDocument } from '../../api/tasks.ts'
import type { ScreenProps } from '../../app.tsx'
import { openTask } from '../../parts/opened-task.ts'
import { ProjectPage } from '../../parts/project-page.tsx'
import { WhenLoaded } from '../../parts/when-loaded.tsx'
import { TaskView } from './task-view.tsx'

/** `/projects/:project/tasks/:task`: everything that is in a task. */
export function TaskScreen({ parameters: { project = '', task = '' } }: ScreenProps) {
  return <ProjectPage id={project}>{(found) => <LoadedTask project={found} id={task} />}</ProjectPage>
}

function LoadedTask({ project, id }: { readonly project: ProjectAnswer; readonly id: string }) {
  const loaded = useResource(`task ${project.id}/${id}`, async (signal) => ({
    id,
    opened: openTask(await getTaskDocument(project.id, id, signal), project.label_config),
  }))
  return (
    <WhenLoaded of={loaded}>
      {(found) => <TaskView key={found.id} project={project} id={found.id} opened={found.opened} onChanged={loaded.reload} />}
    </WhenLoaded>
  )
}
