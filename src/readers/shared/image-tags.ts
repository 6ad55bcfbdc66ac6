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
  readonly size: Size
}

/** The tags for regions on one image per task; a control is made when the first region needs it, with all labels of the data set. */
export class ImageTags {
  readonly image: ObjectDraft
  readonly #context: ReadContext
  readonly #labels: () => readonly ListedLabel[]
  readonly #keypoints: () => readonly string[]

  /** @param labels all that the data set lists, in its order @param keypoints the same of key points, in the order of the skeleton */
  constructor(context: ReadContext, labels: () => readonly ListedLabel[], keypoints: () => readonly string[] = () => []) {
    this.#context = context
    this.#labels = labels
    this.#keypoints = keypoints
    this.image = context.project.object('Image', 'image')
  }

  box(id: string, box: PixelBox | TurnedBox, label: string, facts: ImageRegionFacts): Result {
    const rotation = 'rotation' in box ? box.rotation : 0
    return this.#control('RectangleLabels', 'box').region(id, { ...percentBox(box, facts.size), rotation }, [label], facts)
  }

  /** A polygon, or the turned rectangle that its points make; an upright one may be meant as an outline. */
  outline(id: string, points: readonly Point[], label: string, facts: ImageRegionFacts): Result {
    const box = rectangleOf(points, CORNER_TOLERANCE)
    if (box !== undefined && box.rotation !== 0) return this.box(id, box, label, facts)
    const value = { points: percentPoints(points, facts.size), closed: true }
    return this.#control('PolygonLabels', 'polygon').region(id, value, [label], facts)
  }

  ellipse(id: string, centre: Point, radii: Point, rotation: number, label: string, facts: ImageRegionFacts): Result {
    const { x: radiusX, y: radiusY } = percentPoint(radii, facts.size)
    const value = { ...percentPoint(centre, facts.size), radiusX, radiusY, rotation }
    return this.#control('EllipseLabels', 'ellipse').region(id, value, [label], facts)
  }

  polyline(id: string, points: readonly Point[], label: string, facts: ImageRegionFacts): Result {
    const vertices = points.map((point): Json => ({ ...percentPoint(point, facts.size) }))
    return this.#control('VectorLabels', 'line').region(id, { vertices, closed: false }, [label], facts)
  }

  mask(id: string, rle: readonly number[], label: string, facts: ImageRegionFacts): Result {
    return this.#control('BrushLabels', 'mask').region(id, { format: 'rle', rle }, [label], facts)
  }

  keypoint(id: string, point: Point, label: string, isHidden: boolean, facts: ImageRegionFacts): Result {
    const control = this.#context.project.control('KeyPointLabels', 'keypoint', this.image)
    for (const [place, name] of this.#keypoints().entries()) control.label(name, { model_index: place })
    const value = { ...percentPoint(point, facts.size), width: KEYPOINT_WIDTH, hidden: isHidden || undefined }
    return control.region(id, value, [label], facts)
  }

  /** Lists the labels of the data set also where nothing is labelled. */
  finish(): void {
    if (!this.#context.project.hasControls) this.#control('RectangleLabels', 'box')
  }

  #control(tag: string, name: string): ControlDraft {
    const control = this.#context.project.control(tag, name, this.image)
    for (const { name: label, category } of this.#labels()) control.label(label, { category })
    return control
  }
}

/** Pixels that a corner of a rectangle may be off, by what writers round. */
const CORNER_TOLERANCE = 1e-3
/** How large Label Studio draws a key point, percent of the width. */
const KEYPOINT_WIDTH = 0.5
