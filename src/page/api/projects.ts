import { ask, tell } from './client.ts'
import { list, number, object, optional, type Shaped, text } from './shape.ts'

const PROJECT = object({
  id: number,
  title: text,
  description: optional(text),
  label_config: text,
  created_at: text,
  task_number: optional(number),
  num_tasks_with_annotations: optional(number),
  total_annotations_number: optional(number),
  total_predictions_number: optional(number),
})
export type ProjectAnswer = Shaped<typeof PROJECT>

const PROJECTS = object({ count: number, results: list(PROJECT) })

export async function listProjects(signal: AbortSignal): Promise<readonly ProjectAnswer[]> {
  return (await ask('/api/projects?page_size=1000', PROJECTS, { signal })).results
}

/** The last change of each project, by its id. */
export async function listChanges(signal: AbortSignal): Promise<ReadonlyMap<number, Date>> {
  const changes = await ask('/api/projects/changes', list(object({ id: number, changed_at: text })), { signal })
  return new Map(changes.map(({ id, changed_at }) => [id, new Date(changed_at)]))
}

export async function cloneProject(id: number, title: string): Promise<number> {
  return (await ask(`/api/projects/${id}/clone`, object({ id: number }), { method: 'POST', body: { title } })).id
}

export async function deleteProject(id: number): Promise<void> {
  await tell(`/api/projects/${id}`, { method: 'DELETE' })
}

export async function makeExamples(): Promise<void> {
  await tell('/api/projects/examples', { method: 'POST', body: {} })
}

export async function getProject(id: number, signal: AbortSignal): Promise<ProjectAnswer> {
  return ask(`/api/projects/${id}`, PROJECT, { signal })
}

export async function createProject(settings: { readonly title: string; readonly label_config: string }): Promise<ProjectAnswer> {
  return ask('/api/projects', PROJECT, { method: 'POST', body: settings })
}

export type ProjectChanges = Partial<Readonly<Record<'title' | 'description' | 'label_config', string>>>

/** @throws ApiProblem 400 that says what is not right */
export async function changeProject(id: number, changes: ProjectChanges): Promise<ProjectAnswer> {
  return ask(`/api/projects/${id}`, PROJECT, { method: 'PATCH', body: changes })
}

/** @throws ApiProblem 400 that says what is wrong with the labeling config */
export async function validateConfig(label_config: string, signal: AbortSignal): Promise<void> {
  await tell('/api/projects/validate', { method: 'POST', body: { label_config }, signal })
}
