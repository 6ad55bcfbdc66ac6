import { ask, tell } from './client.ts'
import { list, number, object, oneOf, type Shaped, text } from './shape.ts'

export const ROLES = ['viewer', 'annotator', 'manager', 'admin'] as const
export type Role = (typeof ROLES)[number]

const MEMBER = object({ id: number, email: text, role: oneOf(...ROLES) })
export type Member = Shaped<typeof MEMBER>

const USER = object({ id: number, email: text })
export type KnownUser = Shaped<typeof USER>

export async function listMembers(project: number, signal: AbortSignal): Promise<readonly Member[]> {
  return ask(`/api/projects/${project}/members`, list(MEMBER), { signal })
}

export async function listUsers(signal: AbortSignal): Promise<readonly KnownUser[]> {
  return ask('/api/users', list(USER), { signal })
}

export async function setMember(project: number, user: number, role: Role): Promise<void> {
  await tell(`/api/projects/${project}/members`, { method: 'POST', body: { user, role } })
}

export async function removeMember(project: number, user: number): Promise<void> {
  await tell(`/api/projects/${project}/members/${user}`, { method: 'DELETE' })
}
