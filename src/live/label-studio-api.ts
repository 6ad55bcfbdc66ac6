import { GoldpanError } from '../model/error.ts'
import { chooseProject } from './choose-project.ts'
import { configOf, type LiveOptions, type LiveProject, type ProjectTitle } from './live-project.ts'
import { Server } from './server.ts'
import { parseServerAddress } from './server-address.ts'
import { TaskPages } from './task-pages.ts'

/**
 * A project of a running Label Studio, read through its REST API, which answers to the tokens of all its editions.
 * @param source as `parseServerAddress` takes it
 * @throws GoldpanError `option-invalid`, `option-missing` when the project is not clear, and what {@link Server.get} throws
 */
export async function openApiProject(source: string, options: LiveOptions): Promise<LiveProject> {
  const { base, project, tab } = parseServerAddress(source)
  if (project !== undefined && options.project !== undefined && project !== options.project)
    throw twoProjects(project, options.project)
  const server = new Server(base, options)
  const id = chooseProject(base, project ?? options.project ?? (await listProjects(server)))
  const name = `${base}/projects/${id}`
  const description = await server.get(() => `/api/projects/${id}/`)
  return {
    name,
    taskCount: tab === undefined ? description.get('task_number')?.number() : undefined,
    config: configOf(description.get('label_config')?.string()),
    tasks: () => new TaskPages(server, id, tab, name).read(),
    close: async () => undefined,
  }
}

function twoProjects(inAddress: number, inOption: number): GoldpanError {
  const problem = `the address names project ${inAddress}, --project ${inOption}`
  return new GoldpanError('option-invalid', problem, 'leave one of them out')
}

async function listProjects(server: Server): Promise<ProjectTitle[]> {
  const titles: ProjectTitle[] = []
  for (let page = 1; ; page++) {
    const answer = await server.get(() => `/api/projects/?page=${page}&page_size=100&include=id,title,task_number`)
    for (const project of answer.get('results')?.elements() ?? [])
      titles.push({
        id: project.get('id')?.number() ?? 0,
        title: project.get('title')?.string() ?? '',
        taskCount: project.get('task_number')?.number(),
      })
    if (answer.get('next')?.string() === undefined) return titles.sort((a, b) => a.id - b.id)
  }
}
