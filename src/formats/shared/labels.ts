import type { Where } from '../../model/error.ts'
import type { Report } from '../../model/issue.ts'
import { type ControlTag, findObject, type LabelConfig, type LabelDefinition } from '../../model/label-config.ts'
import { isImageTag } from '../../model/media.ts'
import type { ShapeKind } from '../../model/shape.ts'
import type { Region } from '../../model/task.ts'
import type { Carries } from '../format.ts'

/** The options of every format with class ids and labels; spread them into its own. */
export const LABEL_OPTIONS = {
  unlabelledAs: { default: '', help: 'Label for regions that have none; without it they are left out and reported.' },
  firstId: { default: 0, help: 'The id of the first label; 1 keeps 0 free for a background.' },
} as const

/** Tags whose labels come with a shape, and the bare shape tags that go with a `Labels` tag. */
const LABELLED_SHAPES: Readonly<Record<string, ShapeKind>> = {
  RectangleLabels: 'rectangle',
  EllipseLabels: 'ellipse',
  PolygonLabels: 'polygon',
  BrushLabels: 'brush',
  BitmaskLabels: 'bitmask',
  KeyPointLabels: 'keypoint',
  VectorLabels: 'polyline',
}
const BARE_SHAPES: Readonly<Record<string, ShapeKind>> = {
  Rectangle: 'rectangle',
  Ellipse: 'ellipse',
  Polygon: 'polygon',
  Brush: 'brush',
  Magicwand: 'brush',
  MagicWand: 'brush',
  Bitmask: 'bitmask',
  KeyPoint: 'keypoint',
  Vector: 'polyline',
}

/** The labels a region is written under, each once: its own, else `unlabelledAs`; none once the report says so. */
export function labelsToWrite(region: Region, unlabelledAs: string, where: Where, report: Report): readonly string[] {
  if (region.labels.length === 1) return region.labels
  if (region.labels.length > 1) return [...new Set(region.labels)]
  if (unlabelledAs !== '') return [unlabelledAs]
  report.add('region-unlabelled', where)
  return []
}

/** Tells the shapes that a format holds, be it approximately. */
export function shapesIn(carries: Carries): (shape: ShapeKind) => boolean {
  return (shape) => carries[shape] !== 'drop'
}

/** Whether people can draw such shapes on an image with this config. */
export function drawsShapes(config: LabelConfig, isWanted: (shape: ShapeKind) => boolean): boolean {
  return config.controls.some((control) => {
    const bare = isOnImage(config, control) ? BARE_SHAPES[control.tag] : undefined
    return (bare !== undefined && isWanted(bare)) || givesLabels(config, control, isWanted)
  })
}

/** Labels for such shapes on images, in config order, each name once; labels of other controls (Choices, Taxonomy …) are no classes. */
export function labelsOfShapes(config: LabelConfig, isWanted: (shape: ShapeKind) => boolean): readonly LabelDefinition[] {
  const labels = new Map<string, LabelDefinition>()
  for (const control of config.controls) {
    if (!givesLabels(config, control, isWanted)) continue
    for (const label of control.labels) {
      const known = labels.get(label.name)
      if (known === undefined) labels.set(label.name, label)
      else if (known.category === undefined && label.category !== undefined)
        labels.set(label.name, { ...known, category: label.category })
    }
  }
  return [...labels.values()]
}

/** Whether labels that the config does not list are to be expected: it was inferred, or takes labels from the data. */
export function hasOpenLabels(config: LabelConfig, isWanted: (shape: ShapeKind) => boolean): boolean {
  return (
    config.source === 'inferred' || config.controls.some((control) => control.dynamic && givesLabels(config, control, isWanted))
  )
}

export interface ClassListOptions {
  readonly firstId: number
  readonly report: Report
}

/** The classes of an export; see {@link ClassList}. */
export function classListOf(config: LabelConfig, isWanted: (shape: ShapeKind) => boolean, options: ClassListOptions): ClassList {
  return new ClassList(labelsOfShapes(config, isWanted), hasOpenLabels(config, isWanted), options)
}

/**
 * Label → id. `category="7"` of the config is kept, the other labels get the smallest free ids in config order,
 * and labels met only in the data the next free ones in order of appearance.
 */
export class ClassList {
  readonly #ids = new Map<string, number>()
  readonly #taken = new Map<number, string>()
  readonly #isOpen: boolean
  readonly #report: Report
  #next: number

  constructor(labels: readonly LabelDefinition[], isOpen: boolean, { firstId, report }: ClassListOptions) {
    this.#isOpen = isOpen
    this.#report = report
    this.#next = firstId
    const repeated: LabelDefinition[] = []
    for (const label of labels) {
      if (label.category === undefined || label.category < 0) continue
      if (this.#taken.has(label.category)) repeated.push(label)
      else this.#set(label.name, label.category)
    }
    for (const { name } of labels) if (!this.#ids.has(name)) this.add(name)
    for (const { name, category } of repeated) this.#reportRepeated(name, category!)
  }

  /** The id of a label; one that is not in the config is added and reported once. */
  idOf(label: string, where: Where): number {
    const id = this.#ids.get(label)
    if (id !== undefined) return id
    if (!this.#isOpen) this.#report.add('label-unknown', where, { label })
    return this.add(label)
  }

  /** The id of a label that need not be in the config. */
  add(label: string): number {
    const known = this.#ids.get(label)
    if (known !== undefined) return known
    while (this.#taken.has(this.#next)) this.#next++
    return this.#set(label, this.#next)
  }

  has(label: string): boolean {
    return this.#ids.has(label)
  }

  /** By id. */
  entries(): readonly { readonly id: number; readonly name: string }[] {
    return [...this.#ids].map(([name, id]) => ({ id, name })).sort((a, b) => a.id - b.id)
  }

  #set(label: string, id: number): number {
    this.#ids.set(label, id)
    this.#taken.set(id, label)
    return id
  }

  #reportRepeated(label: string, category: number): void {
    const [other, id] = [this.#taken.get(category)!, this.#ids.get(label)!]
    this.#report.add('category-repeated', {}, { label, category, other, id })
  }
}

function givesLabels(config: LabelConfig, control: ControlTag, isWanted: (shape: ShapeKind) => boolean): boolean {
  if (!isOnImage(config, control)) return false
  const own = LABELLED_SHAPES[control.tag]
  if (own !== undefined) return isWanted(own)
  if (control.tag !== 'Labels') return false
  const bare = config.controls.map(({ tag }) => BARE_SHAPES[tag]).filter((shape) => shape !== undefined)
  return bare.length === 0 || bare.some(isWanted)
}

function isOnImage(config: LabelConfig, control: ControlTag): boolean {
  return control.toNames.some((name) => isImageTag(findObject(config, name)?.tag.tag ?? ''))
}
