import { signal } from '@preact/signals'
import { ApiProblem, ask, tell } from './client.ts'
import { number, object, type Shaped, text } from './shape.ts'

const USER = object({ id: number, email: text, first_name: text, last_name: text })
export type SignedIn = Shaped<typeof USER>

export type Session =
  | { readonly state: 'unknown' }
  | { readonly state: 'signed-out' }
  | { readonly state: 'signed-in'; readonly user: SignedIn }
  | { readonly state: 'unreachable'; readonly problem: ApiProblem }

export const session = signal<Session>({ state: 'unknown' })

/** Takes the token out of `#token=…` if there is one, else asks who is signed in. */
export async function startSession(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token !== null) history.replaceState(null, '', location.pathname + location.search)
  try {
    if (token === null) session.value = { state: 'signed-in', user: await ask('/api/current-user/whoami', USER) }
    else await signIn(token)
  } catch (error) {
    session.value = isRefusal(error) ? { state: 'signed-out' } : { state: 'unreachable', problem: asProblem(error) }
  }
}

/** @throws ApiProblem 401 for a token that is none */
export async function signIn(token: string): Promise<void> {
  session.value = { state: 'signed-in', user: await ask('/api/session', USER, { method: 'POST', body: { token } }) }
}

export async function signOut(): Promise<void> {
  await tell('/api/session', { method: 'DELETE' })
  session.value = { state: 'signed-out' }
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401
}

function asProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem(0, 'unknown', String(error))
}
