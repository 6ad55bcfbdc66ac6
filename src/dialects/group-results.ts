import type { JsonNode } from '../json/node.ts'
import { findObject, type LabelConfig } from '../model/label-config.ts'
import type { Size } from '../model/shape.ts'
import type { Answer, RawResult, Region, Relation } from '../model/task.ts'
import { readShape } from './read-shape.ts'
import { readNumber } from './read-value.ts'

/** The results of one annotation, sorted by what they are. */
export interface Grouped {
  readonly regions: readonly Region[]
  readonly answers: readonly Answer[]
  readonly relations: readonly Relation[]
}

/** Results that share an id on one object tag are one region, if one of them has a shape; results without a shape are answers about the task. */
export function groupResults(results: readonly RawResult[], config: LabelConfig): Grouped {
  const groups: RawResult[][] = []
  const groupsOfId = new Map<string, RawResult[][]>()
  const relations: Relation[] = []
  for (const [position, result] of results.entries()) {
    if (result.type === 'relation') {
      relations.push(readRelation(result))
      continue
    }
    const key = result.id === undefined ? `#${position}` : JSON.stringify([result.id, result.toName])
    const candidates = groupsOfId.get(key) ?? []
    const group = groupFor(result, candidates)
    if (group !== undefined) {
      group.push(result)
      continue
    }
    const started = [result]
    groups.push(started)
    groupsOfId.set(key, [...candidates, started])
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
function groupFor(result: RawResult, candidates: readonly RawResult[][]): RawResult[] | undefined {
  const possible = candidates.filter((group) =>
    group.every((other) => other.fromName !== result.fromName || isSamePlace(other, result)),
  )
  return possible.length < 2 ? possible[0] : (possible.find((group) => isSamePlace(group[0]!, result)) ?? possible[0])
}

const PLACE_KEYS = [
  ...['x', 'y', 'width', 'height', 'rotation', 'radiusX', 'radiusY', 'points', 'vertices', 'rle', 'imageDataURL'],
  ...['start', 'end', 'startOffset', 'endOffset', 'sequence', 'ranges'],
]

/** Whether two results agree in all geometry that both of them have. */
function isSamePlace(a: RawResult, b: RawResult): boolean {
  const isEqual = (one: JsonNode | undefined, other: JsonNode | undefined) =>
    one === undefined || other === undefined || JSON.stringify(one.value()) === JSON.stringify(other.value())
  return (readPage(a) ?? 0) === (readPage(b) ?? 0) && PLACE_KEYS.every((key) => isEqual(a.value?.get(key), b.value?.get(key)))
}

/** The key under which a result of this type keeps its labels: `rectanglelabels`, `labels`, `brushlabels` … */
export function labelsKey(result: RawResult): string | undefined {
  const type = result.type.toLowerCase()
  if (type.endsWith('labels') && result.value?.get(type)?.kind === 'array') return type
  for (const [key, value] of result.value?.entries() ?? []) if (key.endsWith('labels') && value.kind === 'array') return key
  return undefined
}

function readRegion(group: readonly RawResult[], config: LabelConfig): Region | undefined {
  const objectTag = findObject(config, group[0]!.toName)?.tag.tag
  const shaped = group.map((result) => ({ result, shape: readShape(result, objectTag) }))
  const whole =
    shaped.find(({ shape }) => shape !== undefined && shape.kind !== 'unknown') ?? shaped.find(({ shape }) => shape !== undefined)
  if (whole?.shape === undefined) return undefined

  const labels: string[] = []
  let labelling: RawResult | undefined
  const attributes: Answer[] = []
  for (const { result, shape } of shaped) {
    const key = labelsKey(result)
    if (key !== undefined) {
      labelling ??= result
      for (const label of result.value?.get(key)?.elements() ?? []) {
        const name = label.string() ?? label.text()
        if (name !== '' && !labels.includes(name)) labels.push(name)
      }
    } else if (isAnswer(result, shape !== undefined && group.length === 1)) attributes.push(readAnswer(result))
  }
  const any = <T>(read: (result: RawResult) => T | undefined) => firstOf(group, read)
  return {
    id: whole.result.id ?? '',
    fromName: (labelling ?? whole.result).fromName,
    toName: whole.result.toName,
    labels,
    shape: whole.shape,
    attributes,
    mediaSize: any(readMediaSize),
    mediaSeconds: any(({ node }) => readNumber(node.get('original_length'))),
    page: any(readPage),
    parentId: any(({ node }) => node.get('parentID')?.string() || undefined),
    score: any(
      ({ node, value }) =>
        readNumber(node.get('score')) ?? readNumber(value?.get('score')) ?? readNumber(value?.get('confidence')),
    ),
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

function readMediaSize({ node }: RawResult): Size | undefined {
  const width = readNumber(node.get('original_width'))
  const height = readNumber(node.get('original_height'))
  return width !== undefined && height !== undefined && width > 0 && height > 0 ? { width, height } : undefined
}

/** `item_index` counts from 0, Annotation Lab's `pageNumber` from 1. */
function readPage({ node, value }: RawResult): number | undefined {
  const index = readNumber(node.get('item_index') ?? value?.get('item_index'))
  const pageNumber = readNumber(node.get('pageNumber') ?? value?.get('pageNumber'))
  const page = index ?? (pageNumber === undefined ? undefined : pageNumber - 1)
  return page !== undefined && Number.isInteger(page) && page >= 0 ? page : undefined
}

function firstOf<I, T>(candidates: readonly I[], read: (candidate: I) => T | undefined): T | undefined {
  for (const candidate of candidates) {
    const found = read(candidate)
    if (found !== undefined) return found
  }
  return undefined
}
