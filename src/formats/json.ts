import { joinBytes } from '../json/bytes.ts'
import type { JsonNode } from '../json/node.ts'
import { type Annotation, annotationsOf, type Task } from '../model/task.ts'
import { type Carries, defineFormat } from './format.ts'
import { inBrackets } from './shared/json-list.ts'

export const json = defineFormat({
  id: 'json',
  aliases: ['JSON'],
  title: 'JSON',
  summary: 'The tasks as they came in, letter for letter: what is exported as JSON can be imported again.',
  spec: 'https://labelstud.io/guide/export#JSON',
  singleFile: 'result.json',
  carries: {
    rectangle: 'exact',
    ellipse: 'exact',
    polygon: 'exact',
    polyline: 'exact',
    keypoint: 'exact',
    brush: 'exact',
    bitmask: 'exact',
    span: 'exact',
    'html-span': 'exact',
    'dialogue-span': 'exact',
    segment: 'exact',
    track: 'exact',
    'frame-range': 'exact',
    'series-range': 'exact',
    unknown: 'exact',
    rotation: 'exact',
    'several-labels': 'exact',
    attributes: 'exact',
    answers: 'exact',
    relations: 'exact',
  } satisfies Carries,
  options: {},
  defaults: { annotations: 'all', unannotated: true },
  purpose: 'raw',
  survey: 'never',
  unsuited: () => undefined,

  encode(batch, { report }) {
    const pieces: Uint8Array[] = []
    for (const task of batch) {
      if (pieces.length > 0) pieces.push(BETWEEN)
      pieces.push(...taskBytes(task))
      report.wrote('tasks')
      for (const annotation of annotationsOf(task)) {
        report.wrote('regions', annotation.regions.length)
        report.wrote('answers', annotation.answers.length)
        report.wrote('relations', annotation.relations.length)
      }
    }
    return joinBytes(pieces)
  },

  async join(parts: AsyncIterable<Uint8Array>, sink) {
    await sink.put('result.json', inBrackets(parts))
  },
})

/** The task word for word, less what selection took away. */
export function taskBytes(task: Task): Uint8Array[] {
  return task.complete ? [task.node.bytes()] : uncut(task.node, cutsOf(task))
}

const BETWEEN = new TextEncoder().encode(',\n')

/** Bytes [start, end) of the input. */
interface Cut {
  readonly start: number
  readonly end: number
}

/** What selection took away of a task. Ids in place of predictions and whatever else is no object were not selected from, so they stay. */
function cutsOf(task: Task): Cut[] {
  const kept = new Map(annotationsOf(task).map((annotation) => [annotation.node.token, annotation]))
  const cuts: Cut[] = []
  for (const key of ['annotations', 'completions', 'predictions']) {
    const list = task.node.get(key)
    if (list === undefined) continue
    cuts.push(...listCuts(list, (element) => element.kind !== 'object' || kept.has(element.token)))
    for (const element of list.elements()) {
      const annotation = kept.get(element.token)
      if (annotation !== undefined && !annotation.complete) cuts.push(...resultCuts(annotation))
    }
  }
  return cuts
}

function resultCuts({ node, results }: Annotation): Cut[] {
  const list = node.get('result')
  const kept = new Set(results.map((result) => result.node.token))
  return list === undefined ? [] : listCuts(list, (element) => element.kind !== 'object' || kept.has(element.token))
}

/** Takes the comma along: the one before, or at the beginning of a list the one behind. */
function listCuts(list: JsonNode, isKept: (element: JsonNode) => boolean): Cut[] {
  const elements = list.elements()
  const first = elements.findIndex(isKept)
  if (first < 0) return elements.length === 0 ? [] : [{ start: list.start + 1, end: list.end - 1 }]
  const cuts: Cut[] = first === 0 ? [] : [{ start: elements[0]!.start, end: elements[first]!.start }]
  for (let k = first + 1; k < elements.length; k++)
    if (!isKept(elements[k]!)) cuts.push({ start: elements[k - 1]!.end, end: elements[k]!.end })
  return cuts
}

/** The bytes of a node without the cuts, which do not overlap. */
function uncut(node: JsonNode, cuts: readonly Cut[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let from = node.start
  for (const { start, end } of [...cuts].sort((a, b) => a.start - b.start)) {
    pieces.push(node.tape.bytes.subarray(from, start))
    from = end
  }
  pieces.push(node.tape.bytes.subarray(from, node.end))
  return pieces
}
