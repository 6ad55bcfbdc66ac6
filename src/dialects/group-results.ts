import type { JsonNode } from '../json/node.ts'
import { findObject, type LabelConfig } from '../model/label-config.ts'
import type { Answer, RawResult, Region, Relation } from '../model/task.ts'
import { type Members, membersOf, type ReadResult } from './read-result.ts'
import { readShape } from './read-shape.ts'
import { readNumber } from './read-value.ts'

/** The results of one annotation, sorted by what they are. */
export interface Grouped {
  readonly regions: readonly Region[]
  readonly answers: readonly Answer[]
  readonly relations: readonly Relation[]
}

/** Results that share an id on one object tag are one region, if one of them has a shape; results without a shape are answers about the task. */
export function groupResults(results: readonly ReadResult[], config: LabelConfig): Grouped {
  const groups: ReadResult[][] = []
  const groupsOfId = new Map<string, ReadResult[][]>()
  const relations: Relation[] = []
  for (const [position, result] of results.entries()) {
    if (result.type === 'relation') {
      relations.push(readRelation(result))
      continue
    }
    const key = result.id === undefined ? `#${position}` : `${result.id.length} ${result.id}${result.toName}`
    const candidates = groupsOfId.get(key)
    const group = candidates && groupFor(result, candidates)
    if (group !== undefined) {
      group.push(result)
      continue
    }
    const started = [result]
    groups.push(started)
    if (candidates === undefined) groupsOfId.set(key, [started])
    else candidates.push(started)
  }
  const regions: Region[] = []
  const answers: Answer[] = []
  for (const group of groups) {
    const region = readRegion(group, config)
    if (region === undefined) answers.push(...group.map(readAnswer))
    else regions.push(region)
  }
  return { regions, answers, relations }
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
  const isEqual = (one: JsonNode | undefined, other: JsonNode | undefined) =>
    one === undefined || other === undefined || JSON.stringify(one.value()) === JSON.stringify(other.value())
  const [one, other] = [membersOf(a), membersOf(b)]
  return (readPage(a, one) ?? 0) === (readPage(b, other) ?? 0) && PLACE_KEYS.every((key) => isEqual(one[key], other[key]))
}

/** The list of labels of a result, under the key of its type (`rectanglelabels`, `brushlabels` …) or another that ends in `labels`. */
export function labelsOf({ type, value }: RawResult): JsonNode | undefined {
  const key = type.toLowerCase()
  const own = key.endsWith('labels') ? value?.get(key) : undefined
  if (own?.kind === 'array') return own
  const other = value?.entries().find(([name, node]) => name.endsWith('labels') && node.kind === 'array')
  return other && value?.get(other[0])
}

function readRegion(group: readonly ReadResult[], config: LabelConfig): Region | undefined {
  const objectTag = findObject(config, group[0]!.toName)?.tag.tag
  const members = group.map(membersOf)
  const shapes = group.map((result, k) => readShape(result, members[k]!, objectTag))
  const known = shapes.findIndex((shape) => shape !== undefined && shape.kind !== 'unknown')
  const place = known >= 0 ? known : shapes.findIndex((shape) => shape !== undefined)
  const shape = shapes[place]
  if (shape === undefined) return undefined

  const whole = group[place]!
  const labels: string[] = []
  let labelling: ReadResult | undefined
  const attributes: Answer[] = []
  for (let k = 0; k < group.length; k++) {
    const result = group[k]!
    const list = labelsOf(result)
    if (list !== undefined) {
      labelling ??= result
      for (const label of list.elements()) {
        const name = label.string() ?? label.text()
        if (name !== '' && !labels.includes(name)) labels.push(name)
      }
    } else if (isAnswer(result, shapes[k] !== undefined && group.length === 1)) attributes.push(readAnswer(result))
  }
  return {
    id: whole.id ?? '',
    fromName: (labelling ?? whole).fromName,
    toName: whole.toName,
    labels,
    shape,
    attributes,
    mediaSize: firstOf(group, ({ mediaSize }) => mediaSize),
    mediaSeconds: firstOf(group, ({ mediaLength }) => readNumber(mediaLength)),
    page: firstOf(group, (result, k) => readPage(result, members[k]!)),
    parentId: firstOf(group, ({ parentId }) => parentId),
    score: firstOf(group, (result, k) => readScore(result, members[k]!)),
    results: group,
  }
}

const ANSWER_KEYS = ['choices', 'text', 'rating', 'number', 'taxonomy', 'datetime', 'ranker', 'pairwise', 'reactcode']
const ANSWER_TYPES = new Set([
  'choices',
  'textarea',
  'rating',
  'number',
  'taxonomy',
  'datetime',
  'ranker',
  'pairwise',
  'reactcode',
])

/** Whether a result of a region says something besides shape and labels. A lone choice that merely repeats the geometry still does. */
function isAnswer(result: RawResult, isLone: boolean): boolean {
  const type = result.type.toLowerCase()
  return ANSWER_TYPES.has(type) || (isLone && result.value?.get('choices') !== undefined)
}

function readAnswer(result: RawResult): Answer {
  const type = result.type.toLowerCase()
  const key = type === 'textarea' ? 'text' : type
  const value = result.value?.get(key) ?? firstOf(ANSWER_KEYS, (name) => result.value?.get(name)) ?? result.value
  return { fromName: result.fromName, toName: result.toName, type, value, result }
}

function readRelation(result: RawResult): Relation {
  const text = (key: string) => result.node.get(key)?.string() ?? result.node.get(key)?.text() ?? ''
  const labels = result.node.get('labels') ?? result.value?.get('relations')
  return {
    from: text('from_id'),
    to: text('to_id'),
    direction: result.node.get('direction')?.string(),
    labels: labels?.elements().map((label) => label.string() ?? label.text()) ?? [],
    result,
  }
}

/** `item_index` counts from 0, Annotation Lab's `pageNumber` from 1; either may stand in `value`. */
function readPage(result: ReadResult, members: Members): number | undefined {
  const index = readNumber(result.itemIndex ?? members.item_index)
  const pageNumber = readNumber(result.pageNumber ?? members.pageNumber)
  const page = index ?? (pageNumber === undefined ? undefined : pageNumber - 1)
  return page !== undefined && Number.isInteger(page) && page >= 0 ? page : undefined
}

function readScore({ score }: ReadResult, members: Members): number | undefined {
  return score ?? readNumber(members.score) ?? readNumber(members.confidence)
}

function firstOf<I, T>(candidates: readonly I[], read: (candidate: I, index: number) => T | undefined): T | undefined {
  for (let k = 0; k < candidates.length; k++) {
    const found = read(candidates[k]!, k)
    if (found !== undefined) return found
  }
  return undefined
}
