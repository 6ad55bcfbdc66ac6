import { ask } from './client.ts'
import { list, number, object, optional, text } from './shape.ts'

const USERS = list(object({ id: number, first_name: optional(text), last_name: optional(text), email: optional(text) }))

let known: Promise<ReadonlyMap<number, string>> | undefined

/** How users are called, by id: asked for once, they seldom change. */
export function userNames(): Promise<ReadonlyMap<number, string>> {
  known ??= loadNames()
  return known
}

async function loadNames(): Promise<ReadonlyMap<number, string>> {
  try {
    const users = await ask('/api/users', USERS)
    return new Map(
      users.map(({ id, first_name = '', last_name = '', email }) => {
        const name = `${first_name} ${last_name}`.trim()
        return [id, name === '' ? (email ?? `user ${id}`) : name]
      }),
    )
  } catch {
    known = undefined // the next one asks again; until then they are called by their numbers
    return new Map()
  }
}
