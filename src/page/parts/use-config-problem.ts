import { useEffect, useState } from 'preact/hooks'
import { ApiProblem } from '../api/client.ts'
import { validateConfig } from '../api/projects.ts'

/** The server is asked when nothing was typed for so long. */
const PAUSE = 300

/** What the server finds wrong with a labeling config, while it is typed. @param isMalformed it is not asked: the page knows already */
export function useConfigProblem(config: string, isMalformed = false): ApiProblem | undefined {
  const [problem, setProblem] = useState<ApiProblem>()
  useEffect(() => {
    setProblem(undefined)
    if (isMalformed || config.trim() === '') return undefined
    const controller = new AbortController()
    const timer = setTimeout(() => {
      validateConfig(config, controller.signal).catch((error: unknown) => error instanceof ApiProblem && setProblem(error))
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [config, isMalformed])
  return problem
}
