import { z } from '@hono/zod-openapi'
import { jsonResponse, noContent } from '../http/json-answer.ts'
import { forbidden, notFound } from '../http/problem.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { hasRole, MEMBERS, needProject, ROLES, roleIn } from './access.ts'
import { shortUser } from './people.ts'
import { allUsers, userById } from './users.ts'

const BODY = z.object({ user: z.int(), role: z.enum(ROLES).default('annotator') })

export const memberRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/members',
    tag: 'Members',
    summary: 'List who may do what in a project',
    role: 'viewer',
    answers: { 200: 'Users with their roles in the project.' },
    handle: async (request) => {
      const { services } = request
      const project = await needProject(request, idOf(request))
      const answers = []
      for (const user of await allUsers(services.store)) {
        const role = await roleIn(services, user, project.id)
        if (role !== 'none') answers.push({ ...shortUser(user), role })
      }
      return jsonResponse(answers)
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/members',
    tag: 'Members',
    summary: 'Give a user a role in a project',
    role: 'manager',
    body: BODY,
    answers: { 201: 'The member.', 403: 'Nobody gives a role above the own one.', 404: 'There is no such user.' },
    handle: addMember,
  }),
  defineRoute({
    method: 'delete',
    path: '/api/projects/{id}/members/{user}',
    tag: 'Members',
    summary: 'Take a user’s role in a project away',
    role: 'manager',
    answers: { 204: 'It is gone.', 404: 'The user was no member.' },
    handle: async (request) => {
      const { services, user } = request
      const project = await needProject(request, idOf(request))
      const id = idOf(request, 'user')
      if (!(await services.store.records.delete(MEMBERS, `${project.id}.${id}`))) throw notFound('ProjectMember')
      await services.audit.note(user, 'member-changed', { project: project.id, member: id, role: 'none' })
      return noContent()
    },
  }),
]

async function addMember(request: RouteRequest<unknown, z.output<typeof BODY>>): Promise<Response> {
  const { services, user, body } = request
  const project = await needProject(request, idOf(request))
  const member = await userById(services.store, body.user)
  if (member === undefined) throw notFound('User')
  if (!hasRole(await roleIn(services, user, project.id), body.role)) throw forbidden('nobody gives a role above the own one')
  await services.store.records.put(MEMBERS, `${project.id}.${member.id}`, body.role)
  await services.audit.note(user, 'member-changed', { project: project.id, member: member.id, role: body.role })
  return jsonResponse({ ...shortUser(member), role: body.role }, 201)
}
