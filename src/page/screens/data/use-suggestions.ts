import { useEffect, useState } from 'preact/hooks'
import { listFacets } from '../../api/search.ts'
import { printCounted } from '../../parts/numbers.ts'
import { completionAt, knownSuggestions, type Suggestion } from './completion.ts'
import { printValue } from './query-text.ts'

const MOST = 12
const PAUSE = 120

/** What can be written at the cursor; nothing while there is none. Values come from the project. */
export function useSuggestions(project: number, text: string, cursor: number | undefined): readonly Suggestion[] {
  const [values, setValues] = useState<readonly Suggestion[]>([])
  const completion = cursor === undefined ? undefined : completionAt(text, cursor)
  const isValue = completion?.kind === 'value'
  useEffect(() => {
    setValues([])
    if (completion?.kind !== 'value') return undefined
    const { field, start, prefix } = completion
    const controller = new AbortController()
    const timer = setTimeout(() => {
      listFacets(project, field, prefix, controller.signal).then(
        (facets) =>
          setValues(
            facets.slice(0, MOST).map(({ value, tasks, name }) => ({
              text: `${printValue(value)} `,
              start,
              about: `${name === undefined ? '' : `${name}, `}${printCounted(tasks, 'task')}`,
            })),
          ),
        () => undefined, // completion is a help, not a need
      )
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [isValue, isValue ? `${completion.field} ${completion.start} ${completion.prefix}` : ''])
  if (completion === undefined) return []
  return isValue
    ? values
    : text === '' || completion.prefix !== '' || completion.kind === 'state'
      ? knownSuggestions(completion)
      : []
}
