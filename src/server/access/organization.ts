import { z } from '@hono/zod-openapi'
import { jsonResponse } from '../http/json-answer.ts'
import { openPageOf } from '../http/pages.ts'
import { count } from '../http/parameters.ts'
import { notFound } from '../http/problem.ts'
import { type AnyRoute, defineRoute, idOf } from '../route.ts'
import { shortUser } from './people.ts'
import { allUsers } from './users.ts'

/** The one that all users are in. */
export const ORGANIZATION = { id: 1, title: 'Goldpan' }
const PAGE_QUERY = z.object({ page: count(1), page_size: count(30) })

/** Label Studio's calls about organizations: here is one, with everybody in it. */
export const organizationRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/organizations',
    tag: 'Users',
    summary: 'The one organization, which all users are in',
    role: 'user',
    ignoredQuery: ['ordering'],
    answers: { 200: 'A list with one organization.' },
    handle: () => jsonResponse([{ ...ORGANIZATION, contact_info: null }]),
  }),
  defineRoute({
    method: 'get',
    path: '/api/organizations/{id}',
    tag: 'Users',
    summary: 'The organization',
    role: 'user',
    answers: { 200: 'The organization.', 404: 'There is no other.' },
    handle: (request) => {
      needOrganization(idOf(request))
      return jsonResponse({ ...ORGANIZATION, contact_info: null })
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/organizations/{id}/memberships',
    tag: 'Users',
    summary: 'List who is in the organization',
    role: 'user',
    query: PAGE_QUERY,
    ignoredQuery: ['ordering', 'search', 'contributed_to_projects', 'exclude_project_id', 'is_deleted', 'role', 'tags'],
    answers: { 200: 'A page of members; an empty one behind the last.', 404: 'There is no other organization.' },
    handle: async (request) => {
      needOrganization(idOf(request))
      const { services, query, url } = request
      const members = (await allUsers(services.store)).map((user) => ({
        id: user.id,
        organization: ORGANIZATION.id,
        user: { ...shortUser(user), username: user.username },
      }))
      return jsonResponse(openPageOf(members, query.page, query.page_size, url))
    },
  }),
]

function needOrganization(id: number): void {
  if (id !== ORGANIZATION.id) throw notFound('Organization')
}
