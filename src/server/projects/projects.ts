import { z } from '@hono/zod-openapi'
import { parseJson } from '../../json/node.ts'
import { labelConfigOf } from '../../projects/label-config-of.ts'
import { ALL } from '../../query/query.ts'
import type { Project } from '../../stores/store.ts'
import { MEMBERS, needProject, needServerRole, roleIn, type User } from '../access/access.ts'
import { allUsers, userById } from '../access/users.ts'
import { jsonResponse, noContent } from '../http/json-answer.ts'
import { pageOf } from '../http/pages.ts'
import { count, idList, wordList } from '../http/parameters.ts'
import { invalid } from '../http/problem.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { COUNTERS, type Counters, countersOf, projectAnswer } from './project-answer.ts'
import { changedSettings, configProblem, extraOf, newSettings, PROJECT_BODY, type ProjectBody } from './project-settings.ts'

const MOST_PER_PAGE = 100
const LIST_QUERY = z.object({
  page: count(1),
  page_size: count(30),
  ordering: z
    .string()
    .regex(/^-?(id|title|created_at|updated_at)$/, 'It takes id, title, created_at or updated_at, with - for descending.')
    .optional(),
  ids: idList.optional(),
  title: z.string().optional(),
  search: z.string().optional(),
  filter: z.enum(['all', 'pinned_only', 'exclude_pinned']).default('all'),
  include: wordList.optional(),
})
/** Sent by Label Studio's client and its pages; they choose among what only its Enterprise edition has. */
const IGNORED_LIST_QUERY = ['archived', 'members_limit', 'source_interface_id', 'state', 'workspaces', 'fields']
const CONFIG_BODY = z.object({ label_config: z.string() })

export const projectRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/projects',
    tag: 'Projects',
    summary: 'List projects, pinned ones first, then the newest',
    role: 'user',
    query: LIST_QUERY,
    ignoredQuery: IGNORED_LIST_QUERY,
    answers: { 200: 'A page of projects.', 404: 'Behind the last page.' },
    handle: (request) => listProjects(request, (project, creator, counters) => projectAnswer(project, creator, counters)),
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/counts',
    tag: 'Projects',
    summary: 'List projects with their counters only',
    role: 'user',
    query: LIST_QUERY,
    ignoredQuery: IGNORED_LIST_QUERY,
    answers: { 200: 'A page of counters.' },
    handle: (request) =>
      listProjects(request, ({ id }, _creator, counters) => ({
        id,
        ...Object.fromEntries(COUNTERS.map((name) => [name, counters[name]])),
      })),
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects',
    tag: 'Projects',
    summary: 'Create a project',
    role: 'manager',
    body: PROJECT_BODY,
    answers: { 201: 'The project; its counters are null.', 400: 'Title, colour or labeling config are not right.' },
    handle: createProject,
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/validate',
    tag: 'Projects',
    summary: 'Check a labeling config',
    role: 'everyone',
    body: CONFIG_BODY,
    answers: { 204: 'It is valid.', 400: 'What is wrong with it.' },
    handle: ({ body }) => {
      const problem = configProblem(body.label_config)
      return problem === undefined ? noContent() : jsonResponse({ label_config: [problem] }, 400)
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}',
    tag: 'Projects',
    summary: 'Get a project',
    role: 'viewer',
    ignoredQuery: ['members_limit'],
    answers: { 200: 'The project.', 404: 'There is none.' },
    handle: async (request) => answerProject(request.services, await needProject(request, idOf(request))),
  }),
  ...(['patch', 'put'] as const).map((method) =>
    defineRoute({
      method,
      path: '/api/projects/{id}',
      tag: 'Projects',
      summary: 'Change a project; what is not named stays',
      role: 'manager',
      ignoredQuery: ['members_limit'],
      body: PROJECT_BODY,
      answers: { 200: 'The project.', 400: 'A field is not right, or the config leaves out a control that annotations use.' },
      handle: changeProject,
    }),
  ),
  defineRoute({
    method: 'delete',
    path: '/api/projects/{id}',
    tag: 'Projects',
    summary: 'Delete a project with all its tasks',
    role: 'manager',
    answers: { 204: 'It is gone.', 404: 'There is none.' },
    handle: deleteProject,
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/validate',
    tag: 'Projects',
    summary: 'Check whether a labeling config fits the annotations of a project',
    role: 'viewer',
    body: CONFIG_BODY,
    answers: { 200: 'Whether it changes what annotations rely on.', 400: 'It is not valid.' },
    handle: async (request) => {
      const project = await needProject(request, idOf(request))
      await needFittingConfig(request.services, project, request.body.label_config)
      return jsonResponse({
        config_essential_data_has_changed: dataPaths(project.config) !== dataPaths(request.body.label_config),
      })
    },
  }),
]

type Describe = (
  project: Project,
  creator: User | undefined,
  counters: Counters,
) => Record<string, ReturnType<typeof projectAnswer>[string]>

async function listProjects(request: RouteRequest<z.output<typeof LIST_QUERY>>, describe: Describe): Promise<Response> {
  const { services, user, query, url } = request
  const visible: Project[] = []
  for (const project of await services.store.projects())
    if (isWanted(project, query) && (await roleIn(services, user, project.id)) !== 'none') visible.push(project)
  const page = pageOf(visible.sort(inOrder(query.ordering)), query.page, Math.min(query.page_size, MOST_PER_PAGE), url)
  const users = new Map((await allUsers(services.store)).map((one) => [one.id, one]))
  const results = await Promise.all(
    page.results.map(async (project) => {
      const answer = describe(project, users.get(extraOf(project).created_by ?? 0), await countersOf(services, project))
      const { include } = query
      return include === undefined ? answer : Object.fromEntries(Object.entries(answer).filter(([key]) => include.includes(key)))
    }),
  )
  return jsonResponse({ ...page, results })
}

function isWanted(project: Project, { ids, title, search, filter }: z.output<typeof LIST_QUERY>): boolean {
  const isPinned = extraOf(project).pinned_at !== null
  const name = project.title.toLowerCase()
  return (
    (ids === undefined || ids.includes(project.id)) &&
    [title, search].every((text) => text === undefined || name.includes(text.toLowerCase())) &&
    (filter === 'all' || isPinned === (filter === 'pinned_only'))
  )
}

/** By default pinned projects come first, the last pinned before the others, then the newest. */
function inOrder(ordering: string | undefined): (a: Project, b: Project) => number {
  if (ordering === undefined) {
    const pin = (project: Project) => extraOf(project).pinned_at ?? ''
    return (a, b) => (pin(b) > pin(a) ? 1 : pin(b) < pin(a) ? -1 : b.id - a.id)
  }
  const sign = ordering.startsWith('-') ? -1 : 1
  const field = ordering.replace('-', '')
  const key = (project: Project) =>
    field === 'title' ? project.title : (field === 'updated_at' ? project.updatedAt : project.createdAt).getTime()
  if (field === 'id') return (a, b) => sign * (a.id - b.id)
  return (a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id)
}

async function createProject(request: RouteRequest<unknown, ProjectBody>): Promise<Response> {
  const { services, user, body } = request
  needServerRole(request, 'manager')
  needConfig(body.label_config)
  const project = await services.store.createProject(newSettings(body, user.id), services.now())
  return jsonResponse(projectAnswer(project, user, undefined), 201)
}

async function changeProject(request: RouteRequest<unknown, ProjectBody>): Promise<Response> {
  const { services, body } = request
  const project = await needProject(request, idOf(request))
  if (body.label_config !== undefined) await needFittingConfig(services, project, body.label_config)
  await needModelVersion(services, project, body.model_version)
  const changed = await services.store.changeProject(project.id, changedSettings(project, body), services.now())
  return answerProject(services, changed)
}

async function deleteProject(request: RouteRequest): Promise<Response> {
  const { services, user } = request
  const project = await needProject(request, idOf(request))
  await services.jobs.forgetProject(project.id)
  await services.statistics.forgetProject(project.id)
  await services.store.deleteProject(project.id)
  for (const { key } of await services.store.records.list(MEMBERS))
    if (key.startsWith(`${project.id}.`)) await services.store.records.delete(MEMBERS, key)
  await services.audit.note(user, 'project-deleted', { project: project.id, title: project.title })
  return noContent()
}

async function answerProject(services: Services, project: Project): Promise<Response> {
  const creator = await userById(services.store, extraOf(project).created_by ?? 0)
  return jsonResponse(projectAnswer(project, creator, await countersOf(services, project)))
}

/** @throws HttpProblem 400 */
function needConfig(xml: string | undefined): void {
  const problem = configProblem(xml ?? '')
  if (problem !== undefined) throw invalid({ label_config: [problem] })
}

/** Annotations that people made here must still have their control tags; imported ones may speak of others. @throws HttpProblem 400 */
async function needFittingConfig({ store }: Services, project: Project, xml: string): Promise<void> {
  needConfig(xml)
  const kept = new Set(labelConfigOf({ config: xml }).controls.map(({ name }) => name))
  for (const { name } of labelConfigOf(project).controls) {
    if (kept.has(name)) continue
    let uses = 0
    for await (const batch of store.scan(project.id, { kind: 'name', field: 'from', value: name }))
      for (const { document } of batch) uses += annotationsMadeHere(document, name)
    if (uses > 0)
      throw invalid({ label_config: [`There are ${uses} annotation(s) created with tag "${name}", you can't remove it`] })
  }
}

function annotationsMadeHere(document: Uint8Array, control: string): number {
  const annotations = parseJson(document).get('annotations')?.elements() ?? []
  return annotations.filter(
    (annotation) =>
      annotation.get('updated_by')?.number() !== undefined &&
      annotation
        .get('result')
        ?.elements()
        .some((result) => result.get('from_name')?.string() === control),
  ).length
}

/** @throws HttpProblem 400 for a version that no prediction has */
async function needModelVersion({ store }: Services, { id }: Project, version: string | null | undefined): Promise<void> {
  if (version === undefined || version === null || version === '') return
  const { tasks } = await store.count(id, { kind: 'name', field: 'model', value: version })
  if (tasks === 0 && (await store.count(id, ALL)).predictions > 0)
    throw invalid({ model_version: [`Model version "${version}" doesn't exist in this project`] })
}

function dataPaths(xml: string): string {
  return labelConfigOf({ config: xml })
    .objects.map(({ dataPath }) => dataPath)
    .toSorted()
    .join(' ')
}
