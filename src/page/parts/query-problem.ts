import { GoldpanError } from '../../model/error.ts'
import { parseQuery } from '../../query/parse.ts'

/** Why this is no search; undefined when it is one. */
export function queryProblem(text: string): GoldpanError | undefined {
  try {
    parseQuery(text)
    return undefined
  } catch (error) {
    if (error instanceof GoldpanError) return error
    throw error
  }
}
