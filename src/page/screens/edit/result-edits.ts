import { readTask } from '../../../dialects/read-task.ts'
import { withMembers } from '../../../json/edit.ts'
import { type JsonNode, parseJson } from '../../../json/node.ts'
import type { ControlTag, LabelConfig } from '../../../model/label-config.ts'
import type { Point, Shape, Size } from '../../../model/shape.ts'
import type { Annotation, Region, Task } from '../../../model/task.ts'

// Edits take an annotation and give the JSON of its new `result` list. What they do not change stays word for word.

/** The `result` list of an annotation; an empty one for none. */
export function resultText(annotation: Annotation | undefined): string {
  const list = annotation?.node.get('result')
  return list?.kind === 'array' ? list.text() : '[]'
}

/** The task with one annotation that has these results. */
export function taskWith(task: Task, result: string, config: LabelConfig): Task {
  const data = task.data?.text() ?? '{}'
  const document = `{"id":${JSON.stringify(task.id)},"data":${data},"annotations":[{"result":${result}}]}`
  return readTask(parseJson(document), 0, config)
}

/** What somebody drew. */
export interface DrawnRegion {
  readonly id: string
  readonly toName: string
  readonly shape: Shape
  /** The tag that has the shape (`Rectangle`), where another has the labels. */
  readonly draw: ControlTag | undefined
  readonly labels: ControlTag | undefined
  readonly label: string | undefined
  /** Of the picture, pixels. */
  readonly mediaSize?: Size | undefined
  /** Of the recording. */
  readonly mediaSeconds?: number | undefined
  readonly page?: number | undefined
}

export function addRegion(annotation: Annotation, region: DrawnRegion): string {
  const { draw, labels } = region
  const results = [
    ...(draw === undefined ? [] : [newResult(region, draw, draw.tag.toLowerCase(), {})]),
    ...(labels === undefined || region.label === undefined
      ? []
      : [newResult(region, labels, labels.tag.toLowerCase(), { [labelKeyOf(labels)]: [region.label] })]),
  ]
  return printList([...elementsOf(annotation).map((node) => node.text()), ...results.map((result) => JSON.stringify(result))])
}

/** Another place and size for a region, in all of its results that have one. */
export function changeShape(annotation: Annotation, region: Region, shape: Shape): string {
  const members = Object.entries(geometryOf(shape))
  return mapResults(annotation, region, (node) => {
    const value = node.get('value')
    if (value === undefined) return node.text()
    const changed = members.filter(([key, member]) => {
      const before = value.get(key)
      return before === undefined ? key === 'rotation' && member !== 0 : JSON.stringify(before.value()) !== JSON.stringify(member)
    })
    return changed.length === 0 ? node.text() : withValue(node, value, Object.fromEntries(changed))
  })
}

/** Other labels for a region, of a control that has given it labels before, or of the same tag. Undefined when the control cannot. */
export function relabel(
  annotation: Annotation,
  region: Region,
  control: ControlTag,
  labels: readonly string[],
): string | undefined {
  const key = labelKeyOf(control)
  const target = region.results.find(
    ({ fromName, type, value }) =>
      value?.get(key) !== undefined && (fromName === control.name || type.toLowerCase() === control.tag.toLowerCase()),
  )
  if (target === undefined) return undefined
  return mapResults(annotation, region, (node) => {
    const value = node.get('value')
    if (value?.get(key) === undefined || node.get('from_name')?.string() !== target.fromName) return node.text()
    return withMember(parseJson(withValue(node, value, { [key]: labels })), 'from_name', control.name)
  })
}

/** Without a region, and the relations that it is part of. */
export function removeRegion(annotation: Annotation, region: Region): string {
  const isEnd = (node: JsonNode) =>
    node.get('type')?.string() === 'relation' &&
    [node.get('from_id'), node.get('to_id')].some((end) => end?.string() === region.id)
  return printList(
    elementsOf(annotation)
      .filter((node) => !isOf(region, node) && !isEnd(node))
      .map((node) => node.text()),
  )
}

/** An answer to a control, about a region or about the whole task; undefined takes it away. */
export interface GivenAnswer {
  readonly control: ControlTag
  readonly region: Region | undefined
  /** Label Studio's `type`, and the member of `value` that holds it. */
  readonly type: string
  readonly key: string
  readonly value: unknown
  /** For a result that is new; that of the region otherwise. */
  readonly id: string
}

export function answer(annotation: Annotation, given: GivenAnswer): string {
  const { control, region, key, value } = given
  const isTarget = (node: JsonNode) => {
    if (node.get('from_name')?.string() !== control.name) return false
    return region === undefined ? annotation.answers.some(({ result }) => result.node.token === node.token) : isOf(region, node)
  }
  const elements = elementsOf(annotation)
  const target = elements.find(isTarget)
  const kept = elements.flatMap((node) => {
    if (node !== target) return [node.text()]
    if (value === undefined) return []
    return [withValue(node, node.get('value'), { [key]: value })]
  })
  return printList(target !== undefined || value === undefined ? kept : [...kept, JSON.stringify(newAnswer(given))])
}

function newAnswer({ control, region, type, key, value, id }: GivenAnswer): object {
  const first = region?.results[0]
  const shape = region === undefined ? {} : geometryOf(region.shape)
  const outer = ['original_width', 'original_height', 'image_rotation', 'original_length', 'item_index'].flatMap((name) => {
    const member = first?.node.get(name)
    return member === undefined ? [] : [[name, member.value()] as const]
  })
  return {
    ...Object.fromEntries(outer),
    value: { ...shape, ...channelOf(region?.shape), [key]: value },
    id: region?.id ?? id,
    from_name: control.name,
    to_name: region?.toName ?? control.toNames[0] ?? '',
    type,
    origin: 'manual',
  }
}

function newResult(region: DrawnRegion, control: ControlTag, type: string, labels: object): object {
  const { id, toName, shape, mediaSize, mediaSeconds, page } = region
  return {
    ...(mediaSize && { original_width: mediaSize.width, original_height: mediaSize.height, image_rotation: 0 }),
    ...(mediaSeconds !== undefined && { original_length: mediaSeconds }),
    ...(page !== undefined && { item_index: page }),
    value: { ...geometryOf(shape), ...channelOf(shape), ...extraOf(shape), ...labels },
    id,
    from_name: control.name,
    to_name: toName,
    type,
    origin: 'manual',
  }
}

/** The member of `value` with the labels: `labels` of Labels, `rectanglelabels` of RectangleLabels. */
function labelKeyOf({ tag }: ControlTag): string {
  return tag.toLowerCase()
}

/** A shape as Label Studio spells it; nothing for those that cannot be edited. */
function geometryOf(shape: Shape): Readonly<Record<string, unknown>> {
  switch (shape.kind) {
    case 'rectangle': {
      const { x, y, width, height, rotation } = shape
      return { x, y, width, height, rotation }
    }
    case 'ellipse': {
      const { x, y, radiusX, radiusY, rotation } = shape
      return { x, y, radiusX, radiusY, rotation }
    }
    case 'polygon':
    case 'polyline':
      return { points: shape.points.map(({ x, y }: Point) => [x, y]) }
    case 'keypoint':
      return { x: shape.x, y: shape.y }
    case 'span':
      return { start: shape.start, end: shape.end, text: shape.text }
    case 'dialogue-span': {
      const { startParagraph, endParagraph, startOffset, endOffset, text } = shape
      return { start: String(startParagraph), end: String(endParagraph), startOffset, endOffset, text }
    }
    case 'segment':
      return { start: shape.startSeconds, end: shape.endSeconds }
    case 'brush':
    case 'bitmask':
    case 'html-span':
    case 'track':
    case 'frame-range':
    case 'series-range':
    case 'unknown':
      return {}
  }
}

/** What Label Studio says of a new shape besides: that an outline is closed, and how large a dot is drawn (percent of the width). */
function extraOf({ kind }: Shape): object {
  return kind === 'polygon' ? { closed: true } : kind === 'keypoint' ? { width: 0.5 } : {}
}

function channelOf(shape: Shape | undefined): object {
  return shape?.kind === 'segment' ? { channel: shape.channel ?? 0 } : {}
}

function mapResults(annotation: Annotation, region: Region, change: (node: JsonNode) => string): string {
  return printList(elementsOf(annotation).map((node) => (isOf(region, node) ? change(node) : node.text())))
}

function elementsOf(annotation: Annotation): readonly JsonNode[] {
  return annotation.node.get('result')?.elements() ?? []
}

/** By their place in the list, which tells apart two that share an id; a region that an earlier state of the annotation had by its id. */
function isOf({ results, id, toName }: Region, node: JsonNode): boolean {
  if (results[0]?.node.tape === node.tape) return results.some((result) => result.node.token === node.token)
  return node.get('id')?.string() === id && node.get('to_name')?.string() === toName
}

function withValue(result: JsonNode, value: JsonNode | undefined, members: Readonly<Record<string, unknown>>): string {
  const base = value ?? parseJson('{}')
  const spelled = Object.fromEntries(Object.entries(members).map(([key, member]) => [key, spell(member)]))
  return decoder.decode(withMembers(result, { value: withMembers(base, spelled) }))
}

function withMember(result: JsonNode, key: string, text: string): string {
  return decoder.decode(withMembers(result, { [key]: spell(text) }))
}

function printList(texts: readonly string[]): string {
  return `[${texts.join(',')}]`
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

function spell(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value))
}
