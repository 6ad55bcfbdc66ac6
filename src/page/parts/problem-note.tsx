import type { ApiProblem } from '../api/client.ts'

/** What went wrong and what to do about it. */
export function ProblemNote({ problem, onRetry }: { readonly problem: ApiProblem; readonly onRetry?: () => void }) {
  return (
    <div class="note note-bad" role="alert">
      <p>
        <strong>{problem.message}</strong>
        {problem.hint !== undefined && <span class="muted"> {problem.hint}</span>}
      </p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  )
}
