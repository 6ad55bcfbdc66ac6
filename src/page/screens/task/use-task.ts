import type { ProjectAnswer } from '../../api/projects.ts'
import { type Loaded, useResource } from '../../api/resource.ts'
import { getTaskDocument } from '../../api/tasks.ts'
import { userNames } from '../../api/users.ts'
import { type OpenedTask, openTask } from '../../parts/opened-task.ts'
import { type Version, versionsOf } from './versions.ts'

export interface LoadedTask {
  /** As the address has it. */
  readonly id: string
  readonly opened: OpenedTask
  readonly versions: readonly Version[]
}

export function useTask(project: ProjectAnswer, id: string): Loaded<LoadedTask> {
  return useResource(`task ${project.id}/${id}`, async (signal) => {
    const [document, names] = await Promise.all([getTaskDocument(project.id, id, signal), userNames()])
    const opened = openTask(document, project.label_config)
    return { id, opened, versions: versionsOf(opened.task, names) }
  })
}
