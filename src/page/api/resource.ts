import { useEffect, useState } from 'preact/hooks'
import { ApiProblem } from './client.ts'
import { session } from './session.ts'

export type Resource<T> =
  | { readonly state: 'loading'; readonly before: T | undefined }
  | { readonly state: 'failed'; readonly problem: ApiProblem }
  | { readonly state: 'ready'; readonly value: T }

export interface Loaded<T> {
  readonly resource: Resource<T>
  /** Loads anew; what is there stays until then. */
  reload(): void
}

/** Loads when `key` changes, and calls off what it was still loading. Somebody who is no longer signed in is asked to sign in. */
export function useResource<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [resource, setResource] = useState<Resource<T>>({ state: 'loading', before: undefined })
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const controller = new AbortController()
    setResource((before) => ({ state: 'loading', before: before.state === 'ready' ? before.value : undefined }))
    load(controller.signal).then(
      (value) => !controller.signal.aborted && setResource({ state: 'ready', value }),
      (error: unknown) => {
        if (controller.signal.aborted) return
        const problem = toProblem(error)
        if (problem.status === 401) session.value = { state: 'signed-out' }
        setResource({ state: 'failed', problem })
      },
    )
    return () => controller.abort()
  }, [key, turn])
  return { resource, reload: () => setTurn((before) => before + 1) }
}

export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  return new ApiProblem(0, 'unknown', error instanceof Error ? error.message : String(error))
}
