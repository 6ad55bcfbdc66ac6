import type { ComponentChildren } from 'preact'
import type { Loaded } from '../api/resource.ts'
import { ProblemNote } from './problem-note.tsx'

interface Props<T> {
  readonly of: Loaded<T>
  readonly children: (value: T) => ComponentChildren
}

/** What was loaded, once it is there: what was there before stays visible while it is loaded anew, a failure can be tried again. */
export function WhenLoaded<T>({ of, children }: Props<T>) {
  const { resource, reload } = of
  if (resource.state === 'failed') return <ProblemNote problem={resource.problem} onRetry={reload} />
  const value = resource.state === 'ready' ? resource.value : resource.before
  if (value === undefined)
    return (
      <p class="waiting" role="status">
        Loading …
      </p>
    )
  return <>{children(value)}</>
}
