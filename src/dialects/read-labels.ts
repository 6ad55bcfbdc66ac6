import type { JsonNode } from '../json/node.ts'
import type { RawResult } from '../model/task.ts'
import type { ReadResult } from './read-result.ts'
import { memberAt, ONLY_LABEL, ONLY_RECTANGLE_LABEL } from './task-outline.ts'

/** The list of labels of a result, under the key of its type (`rectanglelabels`, `brushlabels` …) or another that ends in `labels`. */
export function labelsOf({ type, value }: RawResult): JsonNode | undefined {
  const key = type.toLowerCase()
  const own = key.endsWith('labels') ? value?.get(key) : undefined
  if (own?.kind === 'array') return own
  const other = value?.entries().find(([name, node]) => name.endsWith('labels') && node.kind === 'array')
  return other && value?.get(other[0])
}

/** Where the lists of the usual types stand in a row. */
const USUAL_LISTS = new Map<string, number>(
  (['labels', 'rectanglelabels', 'polygonlabels', 'ellipselabels', 'brushlabels', 'keypointlabels'] as const).map((key) => [
    key,
    memberAt[key],
  ]),
)

/** The names of {@link labelsOf}, each once, empty ones left out; undefined when there is no list. */
export function readLabels(result: ReadResult): readonly string[] | undefined {
  const usual = USUAL_LISTS.get(result.kind)
  const only = onlyLabelAt(result, usual)
  if (only !== undefined) return lonely(only)
  const own = usual === undefined ? undefined : result.valueAt(usual)
  const list = own?.kind === 'array' ? own : labelsOf(result)
  return list && [...new Set(list.elements().map(nameOf))].filter((name) => name !== '')
}

function onlyLabelAt(result: ReadResult, list: number | undefined): string | undefined {
  if (list === memberAt.rectanglelabels) return result.loneNameAt(ONLY_RECTANGLE_LABEL, list)
  return list === memberAt.labels ? result.loneNameAt(ONLY_LABEL, list) : undefined
}

function nameOf(label: JsonNode): string {
  return label.string() ?? label.text()
}

const NO_LABELS: readonly string[] = []
const MOST_LISTS = 4096
const lists = new Map<string, readonly string[]>()

/** Nearly all regions have one label of a few; they share its list. */
function lonely(name: string): readonly string[] {
  if (name === '') return NO_LABELS
  const known = lists.get(name)
  if (known !== undefined) return known
  const list = [name]
  if (lists.size < MOST_LISTS) lists.set(name, list)
  return list
}
