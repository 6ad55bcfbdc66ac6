import type { Project } from '../../stores/store.ts'
import { forbidden, notFound } from '../http/problem.ts'
import type { RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'

/**
 * viewer: reads and exports; annotator: annotates, changes and deletes own annotations; manager: imports, changes and deletes everything in a
 * project; admin: also users, tokens and the server's settings.
 */
export const ROLES = ['viewer', 'annotator', 'manager', 'admin'] as const
export type Role = (typeof ROLES)[number]

export interface User {
  readonly id: number
  readonly email: string
  readonly first_name: string
  readonly last_name: string
  readonly username: string
  readonly phone: string
  /** In every project; `none`: only where the user is a member. */
  readonly role: Role | 'none'
  readonly date_joined: string
  readonly is_active: boolean
}

/** Whether a role has the rights of another. */
export function hasRole(role: Role | 'none', needed: Role): boolean {
  return role !== 'none' && ROLES.indexOf(role) >= ROLES.indexOf(needed)
}

/** Where memberships stand in the store's records: `<project>.<user>`, the value is the role. */
export const MEMBERS = 'members'

/** A user's role in a project: the higher of that on the server and that of the membership. */
export async function roleIn({ store }: Pick<Services, 'store'>, user: User, project: number): Promise<Role | 'none'> {
  if (user.role === 'admin') return 'admin'
  const value = await store.records.get(MEMBERS, `${project}.${user.id}`)
  const membership = ROLES.find((role) => role === value)
  return membership !== undefined && (user.role === 'none' || hasRole(membership, user.role)) ? membership : user.role
}

/** The project, when the user may do there what the route does. @throws HttpProblem 404 (also for projects that the user may not see), 403 */
export async function needProject(request: Pick<RouteRequest, 'services' | 'user' | 'role'>, id: number): Promise<Project> {
  const { services, user, role: needed } = request
  const project = await services.store.project(id)
  if (project === undefined) throw notFound('Project')
  await needRole(services, user, needed, id)
  return project
}

/** @throws HttpProblem 404 for a project that the user may not see, 403 for one where the role is too low */
export async function needRole(services: Services, user: User, needed: RouteRequest['role'], project: number): Promise<void> {
  const role = await roleIn(services, user, project)
  if (role === 'none') throw notFound('Project')
  if (needed !== 'user' && needed !== 'everyone' && !hasRole(role, needed))
    throw forbidden(`your role in this project is ${role}; this takes ${needed}`)
}

/** For what concerns no project. @throws HttpProblem 403 */
export function needServerRole({ user }: Pick<RouteRequest, 'user'>, needed: Role): void {
  if (!hasRole(user.role, needed)) throw forbidden(`your role on this server is ${user.role}; this takes ${needed}`)
}
