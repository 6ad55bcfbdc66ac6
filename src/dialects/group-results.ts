import { findObject, type LabelConfig } from '../model/label-config.ts'
import type { Answer, Region, Relation } from '../model/task.ts'
import { readAnswer, readRelation } from './read-answer.ts'
import { readLoneRegion, readPage, readRegion } from './read-region.ts'
import type { ReadResult } from './read-result.ts'

/** The results of one annotation, sorted by what they are. */
export interface Grouped {
  readonly regions: readonly Region[]
  readonly answers: readonly Answer[]
  readonly relations: readonly Relation[]
}

/** Results that share an id on one object tag are one region, if one of them has a shape; results without a shape are answers about the task. */
export function groupResults(results: readonly ReadResult[], config: LabelConfig): Grouped {
  const regions: Region[] = []
  const answers: Answer[] = []
  const relations = results.some(isRelation) ? results.filter(isRelation) : NONE
  const others = relations.length === 0 ? results : results.filter((result) => !isRelation(result))
  const tagOf = ({ toName }: ReadResult) => findObject(config, toName)?.tag.tag
  if (haveDistinctIds(others))
    for (const result of others) {
      const region = readLoneRegion(result, tagOf(result))
      if (region === undefined) answers.push(readAnswer(result))
      else regions.push(region)
    }
  else
    for (const group of groupById(others)) {
      const region = readRegion(group, tagOf(group[0]!))
      if (region === undefined) answers.push(...group.map(readAnswer))
      else regions.push(region)
    }
  return { regions, answers, relations: relations.map(readRelation) }
}

function isRelation({ type }: ReadResult): boolean {
  return type === 'relation'
}

const NONE: readonly never[] = []
/** Comparing everything with everything is quicker than a map up to so many. */
const MOST_COMPARED = 32
const hashes = new Int32Array(MOST_COMPARED)

/** True only when they have, without reading an id; false when that would be needed to know. */
function haveDistinctIds(results: readonly ReadResult[]): boolean {
  if (results.length > MOST_COMPARED) return false
  for (let k = 0; k < results.length; k++) {
    const hash = results[k]!.idHash
    if (hash === 0) return false
    for (let other = 0; other < k; other++) if (hashes[other] === hash) return false
    hashes[k] = hash
  }
  return true
}

function groupById(results: readonly ReadResult[]): ReadResult[][] {
  const groups: ReadResult[][] = []
  const groupsOfId = new Map<string, ReadResult[][]>()
  for (const result of results) {
    const { id } = result
    const key = id === undefined ? undefined : `${id.length} ${id}${result.toName}`
    const candidates = key === undefined ? undefined : groupsOfId.get(key)
    const group = candidates && groupFor(result, candidates)
    if (group !== undefined) {
      group.push(result)
      continue
    }
    const started = [result]
    groups.push(started)
    if (candidates !== undefined) candidates.push(started)
    else if (key !== undefined) groupsOfId.set(key, [started])
  }
  return groups
}

/** Which of the groups with its id a result belongs to. What one control says of two places is about two regions that happen to share an id. */
function groupFor(result: ReadResult, candidates: readonly ReadResult[][]): ReadResult[] | undefined {
  const possible = candidates.filter((group) =>
    group.every((other) => other.fromName !== result.fromName || isSamePlace(other, result)),
  )
  return possible.length < 2 ? possible[0] : (possible.find((group) => isSamePlace(group[0]!, result)) ?? possible[0])
}

const PLACE_KEYS = [
  ...(['x', 'y', 'width', 'height', 'rotation', 'radiusX', 'radiusY', 'points', 'vertices', 'rle', 'imageDataURL'] as const),
  ...(['start', 'end', 'startOffset', 'endOffset', 'sequence', 'ranges'] as const),
]

/** Whether two results agree in all geometry that both of them have. */
function isSamePlace(a: ReadResult, b: ReadResult): boolean {
  if (pageOf(a) !== pageOf(b)) return false
  return PLACE_KEYS.every((key) => {
    const one = a.value?.get(key)
    const other = b.value?.get(key)
    return one === undefined || other === undefined || JSON.stringify(one.value()) === JSON.stringify(other.value())
  })
}

function pageOf(result: ReadResult): number {
  return readPage(result) ?? 0
}
