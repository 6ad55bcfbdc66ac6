import { z } from '@hono/zod-openapi'
import { needProject, needServerRole } from '../access/access.ts'
import { nextId } from '../access/users.ts'
import { type AnswerObject, jsonResponse, noContent } from '../http/json-answer.ts'
import { optionalCount } from '../http/parameters.ts'
import { invalid, notFound } from '../http/problem.ts'
import { timestamp } from '../http/time.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { allWebhooks, WEBHOOK_ACTIONS, WEBHOOKS, type Webhook } from './webhook-calls.ts'

const ACTION = z
  .string()
  .refine((name) => Object.hasOwn(WEBHOOK_ACTIONS, name), 'This is no action; GET /api/webhooks/info/ lists them.')
const FIELDS = {
  url: z.url({ protocol: /^https?$/, error: 'Enter a valid URL.' }),
  project: z.int().nullish(),
  headers: z.record(z.string(), z.string()),
  send_payload: z.boolean(),
  send_for_all_actions: z.boolean(),
  is_active: z.boolean(),
  actions: z.array(ACTION),
}
const { url: URL_FIELD, ...OTHERS } = FIELDS
const CREATE_BODY = z.object({ url: URL_FIELD, ...z.object(OTHERS).partial().shape })
const CHANGE_BODY = z.object(FIELDS).partial()

export const webhookRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/webhooks/info',
    tag: 'Webhooks',
    summary: 'List what webhooks can be told of',
    role: 'user',
    ignoredQuery: ['organization-only'],
    answers: { 200: 'Actions by name.' },
    handle: () =>
      jsonResponse(
        Object.fromEntries(
          Object.entries(WEBHOOK_ACTIONS).map(([name, title]) => [name, { name: title, description: '', key: name }]),
        ),
      ),
  }),
  defineRoute({
    method: 'get',
    path: '/api/webhooks',
    tag: 'Webhooks',
    summary: 'List webhooks: of a project, or of all projects',
    role: 'manager',
    query: z.object({ project: optionalCount() }),
    answers: { 200: 'Webhooks.' },
    handle: async (request) => {
      const { services, query } = request
      const project = query.project ?? null
      await needHolder(request, project)
      const webhooks = await allWebhooks(services.store)
      return jsonResponse(webhooks.filter((one) => project === null || one.project === project).map(webhookAnswer))
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/webhooks',
    tag: 'Webhooks',
    summary: 'Add a webhook',
    role: 'manager',
    body: CREATE_BODY,
    answers: { 201: 'The webhook.', 400: 'Address or action are not right.' },
    handle: createWebhook,
  }),
  defineRoute({
    method: 'get',
    path: '/api/webhooks/{id}',
    tag: 'Webhooks',
    summary: 'Get a webhook',
    role: 'manager',
    answers: { 200: 'The webhook.', 404: 'There is none.' },
    handle: async (request) => jsonResponse(webhookAnswer(await needWebhook(request))),
  }),
  ...(['patch', 'put'] as const).map((method) =>
    defineRoute({
      method,
      path: '/api/webhooks/{id}',
      tag: 'Webhooks',
      summary: 'Change a webhook',
      role: 'manager',
      body: CHANGE_BODY,
      answers: { 200: 'The webhook.', 400: 'Address or action are not right.' },
      handle: changeWebhook,
    }),
  ),
  defineRoute({
    method: 'delete',
    path: '/api/webhooks/{id}',
    tag: 'Webhooks',
    summary: 'Delete a webhook',
    role: 'manager',
    answers: { 204: 'It is gone.', 404: 'There is none.' },
    handle: async (request) => {
      const { id } = await needWebhook(request)
      await request.services.store.records.delete(WEBHOOKS, String(id))
      return noContent()
    },
  }),
]

async function createWebhook(request: RouteRequest<unknown, z.output<typeof CREATE_BODY>>): Promise<Response> {
  const { services, body } = request
  const project = body.project ?? null
  await needHolder(request, project)
  const at = timestamp(services.now())
  const webhook: Webhook = {
    id: await nextId(services.store.records, WEBHOOKS),
    project,
    url: body.url,
    headers: body.headers ?? {},
    send_payload: body.send_payload ?? true,
    send_for_all_actions: body.send_for_all_actions ?? true,
    is_active: body.is_active ?? true,
    actions: body.actions ?? [],
    created_at: at,
    updated_at: at,
  }
  await services.store.records.put(WEBHOOKS, String(webhook.id), JSON.stringify(webhook))
  return jsonResponse(webhookAnswer(webhook), 201)
}

async function changeWebhook(request: RouteRequest<unknown, z.output<typeof CHANGE_BODY>>): Promise<Response> {
  const { services, body } = request
  const webhook = await needWebhook(request)
  if (body.project !== undefined && body.project !== webhook.project)
    throw invalid({ project: ['A webhook stays with its project.'] })
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
  const changed: Webhook = { ...webhook, ...given, updated_at: timestamp(services.now()) }
  await services.store.records.put(WEBHOOKS, String(webhook.id), JSON.stringify(changed))
  return jsonResponse(webhookAnswer(changed))
}

async function needWebhook(request: RouteRequest<unknown, unknown>): Promise<Webhook> {
  const webhook = (await allWebhooks(request.services.store)).find(({ id }) => id === idOf(request))
  if (webhook === undefined) throw notFound('Webhook')
  await needHolder(request, webhook.project)
  return webhook
}

/** Those of a project are its managers' business, those of all projects the administrators'. */
async function needHolder(request: RouteRequest<unknown, unknown>, project: number | null): Promise<void> {
  if (project === null) needServerRole(request, 'admin')
  else await needProject(request, project)
}

/** Headers may hold secrets, so only their names are shown. */
function webhookAnswer({ headers, ...webhook }: Webhook): AnswerObject {
  return { ...webhook, organization: 1, headers: Object.fromEntries(Object.keys(headers).map((name) => [name, '…'])) }
}
