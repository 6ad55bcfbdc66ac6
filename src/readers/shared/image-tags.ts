import type { Json } from '../../json/node.ts'
import type { PixelBox, Point, Size } from '../../model/shape.ts'
import {
  type ControlDraft,
  type ObjectDraft,
  percentBox,
  percentPoint,
  percentPoints,
  type RegionFacts,
  type Result,
} from '../project.ts'
import type { ReadContext } from '../reader.ts'
import { rectangleOf, type TurnedBox } from './quadrilateral.ts'

/** A label as the data set lists it. */
export interface ListedLabel {
  readonly name: string
  /** The data set's own number of it. */
  readonly category?: number | undefined
}

export interface ImageRegionFacts extends RegionFacts {
  /** Of the image, in pixels, where it is known. */
  readonly size: Size | undefined
  /** What the coordinates go up to: `size` for pixels, 1×1 for shares. */
  readonly frame: Size
}

/** For coordinates from 0 to 1. */
export const SHARES: Size = { width: 1, height: 1 }

/** The tags for regions on one image per task; a control is made when the first region needs it, with all labels of the data set. */
export class ImageTags {
  readonly image: ObjectDraft
  readonly #context: ReadContext
  readonly #labels: () => readonly ListedLabel[]
  readonly #keypoints: () => readonly string[]
  /** Controls that have all labels of the data set. */
  readonly #listed = new Set<ControlDraft>()

  /** @param labels all that the data set lists, in its order @param keypoints the same of key points, in the order of the skeleton */
  constructor(context: ReadContext, labels: () => readonly ListedLabel[], keypoints: () => readonly string[] = () => []) {
    this.#context = context
    this.#labels = labels
    this.#keypoints = keypoints
    this.image = context.project.object('Image', 'image')
  }

  box(id: string, box: PixelBox | TurnedBox, label: string, facts: ImageRegionFacts): Result {
    const rotation = 'rotation' in box ? box.rotation : 0
    return this.#control('RectangleLabels', 'box').region(id, { ...percentBox(box, facts.frame), rotation }, [label], facts)
  }

  /** A polygon, or the turned rectangle that its points make; an upright one may be meant as an outline. */
  outline(id: string, points: readonly Point[], label: string, facts: ImageRegionFacts): Result {
    const box = rectangleOf(points, CORNER_TOLERANCE)
    return box !== undefined && box.rotation !== 0 ? this.box(id, box, label, facts) : this.polygon(id, points, label, facts)
  }

  polygon(id: string, points: readonly Point[], label: string, facts: ImageRegionFacts): Result {
    const value = { points: percentPoints(points, facts.frame), closed: true }
    return this.#control('PolygonLabels', 'polygon').region(id, value, [label], facts)
  }

  ellipse(id: string, centre: Point, radii: Point, rotation: number, label: string, facts: ImageRegionFacts): Result {
    const { x: radiusX, y: radiusY } = percentPoint(radii, facts.frame)
    const value = { ...percentPoint(centre, facts.frame), radiusX, radiusY, rotation }
    return this.#control('EllipseLabels', 'ellipse').region(id, value, [label], facts)
  }

  polyline(id: string, points: readonly Point[], label: string, facts: ImageRegionFacts): Result {
    const vertices = points.map((point): Json => ({ ...percentPoint(point, facts.frame) }))
    return this.#control('VectorLabels', 'line').region(id, { vertices, closed: false }, [label], facts)
  }

  mask(id: string, rle: readonly number[], label: string, facts: ImageRegionFacts): Result {
    return this.#control('BrushLabels', 'mask').region(id, { format: 'rle', rle }, [label], facts)
  }

  keypoint(id: string, point: Point, label: string, isHidden: boolean, facts: ImageRegionFacts): Result {
    const control = this.#context.project.control('KeyPointLabels', 'keypoint', this.image)
    if (!this.#listed.has(control))
      for (const [place, name] of this.#keypoints().entries()) control.label(name, { model_index: place })
    this.#listed.add(control)
    const value = { ...percentPoint(point, facts.frame), width: KEYPOINT_WIDTH, hidden: isHidden || undefined }
    return control.region(id, value, [label], facts)
  }

  /** Lists the labels of the data set also where nothing is labelled. */
  finish(): void {
    if (!this.#context.project.hasControls) this.#control('RectangleLabels', 'box')
  }

  #control(tag: string, name: string): ControlDraft {
    const control = this.#context.project.control(tag, name, this.image)
    if (!this.#listed.has(control)) for (const { name: label, category } of this.#labels()) control.label(label, { category })
    this.#listed.add(control)
    return control
  }
}

/** Pixels that a corner of a rectangle may be off, by what writers round. */
const CORNER_TOLERANCE = 1e-3
/** How large Label Studio draws a key point, percent of the width. */
const KEYPOINT_WIDTH = 0.5
