import { useState } from 'preact/hooks'
import type { ApiProblem } from '../../api/client.ts'
import { toProblem } from '../../api/resource.ts'
import { toast } from '../../parts/toasts.tsx'

export interface Saving {
  readonly problem: ApiProblem | undefined
  readonly isSaving: boolean
  /** Does it, tells `done` when it worked, and keeps the problem when not. */
  save(work: () => Promise<unknown>, done: string): void
}

export function useSaving(onSaved: () => void): Saving {
  const [problem, setProblem] = useState<ApiProblem>()
  const [isSaving, setIsSaving] = useState(false)
  return {
    problem,
    isSaving,
    save(work, done) {
      setProblem(undefined)
      setIsSaving(true)
      work()
        .then(() => {
          toast({ kind: 'good', text: done })
          onSaved()
        })
        .catch((error: unknown) => setProblem(toProblem(error)))
        .finally(() => setIsSaving(false))
    },
  }
}
