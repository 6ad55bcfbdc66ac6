import type { ControlTag, LabelConfig, LabelDefinition } from '../../../model/label-config.ts'
import { isAudioTag, isImageTag } from '../../../model/media.ts'

/** What can be drawn by hand here. */
export type ToolKind = 'rectangle' | 'ellipse' | 'polygon' | 'keypoint' | 'span' | 'dialogue-span' | 'segment'

/** One way to draw a region: a shape on an object, and the control that gives it labels. */
export interface Tool {
  readonly key: string
  readonly kind: ToolKind
  readonly toName: string
  /** The tag that has the shape, where another has the labels. */
  readonly draw: ControlTag | undefined
  readonly labels: ControlTag | undefined
}

/** A tool with the label that it gives; undefined where it has none to give. */
export interface Stroke {
  readonly tool: Tool
  readonly label: string | undefined
}

const LABELLED: Readonly<Record<string, ToolKind>> = {
  RectangleLabels: 'rectangle',
  EllipseLabels: 'ellipse',
  PolygonLabels: 'polygon',
  KeyPointLabels: 'keypoint',
  ParagraphLabels: 'dialogue-span',
}
const BARE: Readonly<Record<string, ToolKind>> = {
  Rectangle: 'rectangle',
  Ellipse: 'ellipse',
  Polygon: 'polygon',
  KeyPoint: 'keypoint',
}
/** Their answers have fields. */
const ANSWERED = new Set(['Choices', 'Rating', 'Number', 'TextArea', 'DateTime', 'Pairwise'])
/** Tags that say how something is shown or drawn, and take no answer. */
const SILENT = new Set(['Relations', 'Filter', 'Shortcut', 'Magicwand', 'Label', 'Choice'])

/** The ways to draw that a config has, in its order. */
export function toolsOf(config: LabelConfig): readonly Tool[] {
  return config.controls.flatMap((control) => control.toNames.flatMap((toName) => toolsOn(config, control, toName)))
}

export function answerControls(config: LabelConfig): readonly ControlTag[] {
  return config.controls.filter(({ tag }) => ANSWERED.has(tag))
}

/** What is shown here but can only be changed elsewhere. */
export function readOnlyControls(config: LabelConfig): readonly ControlTag[] {
  const drawn = new Set(toolsOf(config).flatMap(({ draw, labels }) => [draw?.name, labels?.name]))
  return config.controls.filter(({ name, tag }) => !drawn.has(name) && !ANSWERED.has(tag) && !SILENT.has(tag))
}

function toolsOn(config: LabelConfig, control: ControlTag, toName: string): readonly Tool[] {
  const objectTag = config.objects.find(({ name }) => name === toName)?.tag ?? ''
  const own = kindOf(control, objectTag)
  const tool = (kind: ToolKind, draw: ControlTag | undefined, labels: ControlTag | undefined): Tool => {
    return { key: `${draw?.name ?? ''}/${labels?.name ?? ''}/${toName}`, kind, toName, draw, labels }
  }
  if (own !== undefined) return [tool(own, undefined, control)]
  const bare = BARE[control.tag]
  if (bare === undefined || !isImageTag(objectTag)) return []
  const givers = config.controls.filter(({ tag, toNames }) => tag === 'Labels' && toNames.includes(toName))
  return givers.length === 0 ? [tool(bare, control, undefined)] : givers.map((labels) => tool(bare, control, labels))
}

function kindOf({ tag }: ControlTag, objectTag: string): ToolKind | undefined {
  if (tag === 'Labels') return objectTag === 'Text' ? 'span' : isAudioTag(objectTag) ? 'segment' : undefined
  const kind = LABELLED[tag]
  return kind === 'dialogue-span' ? (objectTag === 'Paragraphs' ? kind : undefined) : isImageTag(objectTag) ? kind : undefined
}

/** What a key does: it chooses a label of tools, or gives a choice as an answer. */
export interface Hotkey {
  readonly key: string
  readonly control: ControlTag
  readonly label: LabelDefinition
}

/** Keys as in the config; labels and choices without one get the digits that are left, in order. */
export function hotkeysOf(config: LabelConfig): readonly Hotkey[] {
  const givers = new Set(toolsOf(config).flatMap(({ labels }) => (labels === undefined ? [] : [labels.name])))
  const controls = [
    ...config.controls.filter(({ name }) => givers.has(name)),
    ...config.controls.filter(({ tag, perRegion }) => tag === 'Choices' && !perRegion),
  ]
  const entries = controls.flatMap((control) =>
    control.labels.map((label) => ({ control, label, key: label.hotkey?.toLowerCase() })),
  )
  const taken = new Set(entries.map(({ key }) => key))
  const free = [...'123456789'].filter((digit) => !taken.has(digit))
  return entries.flatMap(({ control, label, key }) => {
    const given = key ?? free.shift()
    return given === undefined ? [] : [{ key: given, control, label }]
  })
}
