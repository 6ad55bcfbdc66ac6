import { z } from '@hono/zod-openapi'
import { type AnswerObject, jsonResponse, noContent } from '../http/json-answer.ts'
import { HttpProblem, invalid, notFound } from '../http/problem.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { hasRole, needServerRole, ROLES, type User } from './access.ts'
import { ORGANIZATION } from './organization.ts'
import { initialsOf } from './people.ts'
import { allUsers, createUser, deleteUser, giveToken, saveUser, userById } from './users.ts'

const NAMES = { first_name: z.string(), last_name: z.string(), username: z.string(), phone: z.string() }
const ROLE = z.enum([...ROLES, 'none'])
const CREATE_BODY = z.object({
  email: z.email('Enter a valid email address.'),
  role: ROLE.default('none'),
  ...z.object(NAMES).partial().shape,
})
const CHANGE_BODY = z.object({ ...NAMES, role: ROLE, is_active: z.boolean() }).partial()

export const accountRoutes: readonly AnyRoute[] = [
  ...(['/api/current-user/whoami', '/api/current-user'] as const).map((path) =>
    defineRoute({
      method: 'get',
      path,
      tag: 'Account',
      summary: 'Who am I',
      role: 'user',
      answers: { 200: 'The user who signed in.' },
      handle: ({ user }) => jsonResponse(userAnswer(user)),
    }),
  ),
  defineRoute({
    method: 'patch',
    path: '/api/current-user',
    tag: 'Account',
    summary: 'Change one’s own name',
    role: 'user',
    body: z.object(NAMES).partial(),
    answers: { 200: 'The user.' },
    handle: async ({ services, user, body }) => {
      const changed = withChanges(user, body)
      await saveUser(services.store, changed)
      return jsonResponse(userAnswer(changed))
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/current-user/token',
    tag: 'Account',
    summary: 'The legacy token that this request came with',
    role: 'user',
    answers: { 200: 'The token.', 404: 'The request came with another kind of token; legacy tokens are kept hashed.' },
    handle: ({ token }) => {
      if (token !== undefined) return jsonResponse({ token })
      const hint = 'tokens are kept hashed: POST /api/current-user/reset-token/ makes a new one'
      throw new HttpProblem(404, 'token-hidden', 'The token cannot be read.', { hint })
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/current-user/reset-token',
    tag: 'Account',
    summary: 'Make a new legacy token; the old one is dead at once',
    role: 'user',
    body: z.unknown(),
    answers: { 201: 'The token, shown this once.' },
    handle: async ({ services, user }) => {
      const token = await giveToken(services.store, user)
      await services.audit.note(user, 'token-made', { kind: 'legacy', for: user.id })
      return jsonResponse({ token }, 201)
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/users',
    tag: 'Users',
    summary: 'List users',
    role: 'user',
    ignoredQuery: ['ordering'],
    answers: { 200: 'Users; who is no manager sees only the names.' },
    handle: async ({ services, user }) => {
      const users = await allUsers(services.store)
      return jsonResponse(
        users.map((one) => (hasRole(user.role, 'manager') || one.id === user.id ? userAnswer(one) : nameOnly(one))),
      )
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/users',
    tag: 'Users',
    summary: 'Add a user; the answer has the user’s token',
    role: 'admin',
    body: CREATE_BODY,
    answers: { 201: 'The user with a token, shown this once.', 400: 'The address is taken or none.' },
    handle: addUser,
  }),
  defineRoute({
    method: 'get',
    path: '/api/users/{id}',
    tag: 'Users',
    summary: 'Get a user',
    role: 'user',
    answers: { 200: 'The user.', 404: 'There is none.' },
    handle: async (request) => {
      const { user } = request
      const found = await needUser(request)
      return jsonResponse(hasRole(user.role, 'manager') || found.id === user.id ? userAnswer(found) : nameOnly(found))
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/users/{id}',
    tag: 'Users',
    summary: 'Change a user’s name, role, or whether the user may sign in',
    role: 'admin',
    body: CHANGE_BODY,
    answers: { 200: 'The user.', 400: 'The last administrator stays one.' },
    handle: changeUser,
  }),
  defineRoute({
    method: 'delete',
    path: '/api/users/{id}',
    tag: 'Users',
    summary: 'Delete a user; what the user annotated stays',
    role: 'admin',
    answers: { 204: 'The user is gone.', 400: 'The last administrator stays.', 404: 'There is none.' },
    handle: removeUser,
  }),
  defineRoute({
    method: 'post',
    path: '/api/users/{id}/reset-token',
    tag: 'Users',
    summary: 'Make a new legacy token for a user',
    role: 'admin',
    body: z.unknown(),
    answers: { 201: 'The token, shown this once.' },
    handle: async (request) => {
      const { services, user } = request
      needServerRole(request, 'admin')
      const found = await needUser(request)
      const token = await giveToken(services.store, found)
      await services.audit.note(user, 'token-made', { kind: 'legacy', for: found.id })
      return jsonResponse({ token }, 201)
    },
  }),
]

async function addUser(request: RouteRequest<unknown, z.output<typeof CREATE_BODY>>): Promise<Response> {
  const { services, user, body } = request
  needServerRole(request, 'admin')
  const { email, role, ...names } = body
  if ((await allUsers(services.store)).some((one) => one.email.toLowerCase() === email.toLowerCase()))
    throw invalid({ email: ['user with this email address already exists.'] })
  const known = Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined))
  const created = await createUser(services.store, { email, role, ...known }, services.now())
  const token = await giveToken(services.store, created)
  await services.audit.note(user, 'user-changed', { changed: created.id, role })
  return jsonResponse({ ...userAnswer(created), token }, 201)
}

async function changeUser(request: RouteRequest<unknown, z.output<typeof CHANGE_BODY>>): Promise<Response> {
  const { services, user, body } = request
  needServerRole(request, 'admin')
  const changed = withChanges(await needUser(request), body)
  await needAdministrator(request, changed.id, [changed])
  await saveUser(services.store, changed)
  await services.audit.note(user, 'user-changed', { changed: changed.id, role: changed.role, is_active: changed.is_active })
  return jsonResponse(userAnswer(changed))
}

async function removeUser(request: RouteRequest): Promise<Response> {
  const { services, user } = request
  needServerRole(request, 'admin')
  const { id } = await needUser(request)
  await needAdministrator(request, id, [])
  await deleteUser(services.store, id)
  await services.audit.note(user, 'user-changed', { deleted: id })
  return noContent()
}

/** @param changed what becomes of the user of this id @throws HttpProblem 400 when nobody would be left who may do everything */
async function needAdministrator(
  { services }: RouteRequest<unknown, unknown>,
  id: number,
  changed: readonly User[],
): Promise<void> {
  const others = (await allUsers(services.store)).filter((one) => one.id !== id)
  if (![...others, ...changed].some(({ role, is_active: isActive }) => role === 'admin' && isActive))
    throw invalid({ role: ['The last administrator cannot be taken away.'] })
}

function withChanges(user: User, changes: z.output<typeof CHANGE_BODY>): User {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  return { ...user, ...Object.fromEntries(given) }
}

async function needUser(request: RouteRequest<unknown, unknown>): Promise<User> {
  const user = await userById(request.services.store, idOf(request))
  if (user === undefined) throw notFound('User')
  return user
}

function nameOnly({ id, first_name, last_name, email, username }: User): AnswerObject {
  return { id, first_name, last_name, username, email, avatar: null }
}

/** As Label Studio's `whoami`. */
export function userAnswer(user: User): AnswerObject {
  const { id, first_name, last_name, username, email, phone, date_joined, role } = user
  return {
    id,
    first_name,
    last_name,
    username,
    email,
    last_activity: date_joined,
    custom_hotkeys: {},
    avatar: null,
    initials: initialsOf(user),
    phone,
    active_organization: ORGANIZATION.id,
    active_organization_meta: { title: ORGANIZATION.title, email },
    allow_newsletters: null,
    date_joined,
    role,
    permissions: permissionsOf(role),
  }
}

const VIEW = [
  'organizations.view',
  'projects.view',
  'tasks.view',
  'annotations.view',
  'labels.view',
  'storages.view',
  'views.view',
  'webhooks.view',
  'users.token.any',
]
const ANNOTATE = [
  'annotations.create',
  'annotations.change',
  'annotations.delete',
  'views.create',
  'views.change',
  'views.delete',
]
const MANAGE = [
  ...['projects.create', 'projects.change', 'projects.delete', 'tasks.create', 'tasks.change', 'tasks.delete', 'predictions.any'],
  ...[
    'actions.perform',
    'storages.change',
    'storages.sync',
    'webhooks.change',
    'labels.create',
    'labels.change',
    'labels.delete',
  ],
]
const ADMINISTER = ['organizations.create', 'organizations.change', 'organizations.delete', 'organizations.invite']

function permissionsOf(role: User['role']): string[] {
  const parts = [VIEW, ANNOTATE, MANAGE, ADMINISTER]
  return ROLES.flatMap((needed, k) => (hasRole(role, needed) ? (parts[k] ?? []) : []))
}
