import type { Where } from '../../model/error.ts'
import type { Report } from '../../model/issue.ts'
import type { Size } from '../../model/shape.ts'
import { pixelsOf } from '../shared/class-masks.ts'
import { type ClassPlane, ImageClasses, isMaskShape, LAST_INDEX, type PlaneEncoder } from '../shared/class-plane.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'
import type { ClassList } from '../shared/labels.ts'
import { IndexPlane, maskSizeProblem } from '../shared/mask.ts'
import { encodePalettePng, vocColour } from '../shared/png.ts'

/** A region that became one or more objects of the XML. */
export interface NumberedRegion {
  readonly drawn: DrawnRegion
  readonly labels: readonly string[]
  /** The place of its first object in the XML, from 1. */
  readonly number: number
}

export interface VocMasks {
  /** SegmentationClass: class indexes. */
  readonly classes: ClassPlane | undefined
  /** SegmentationObject: the place of the object in the XML, from 1. */
  readonly objects: Uint8Array | undefined
}

const COLOURS = Array.from({ length: LAST_INDEX + 1 }, (_, index) => vocColour(index))

/** An indexed PNG with the devkit's palette. */
export const encodeVocMask: PlaneEncoder = (values, size) => encodePalettePng(values, size, COLOURS)

/** Paints what is written of an image, later regions over earlier ones; undefined once the report says that its size is none for a mask. */
export function paintMasks(
  written: readonly NumberedRegion[],
  size: Size,
  wanted: 'class' | 'object' | 'both',
  known: ClassList,
  report: Report,
): VocMasks | undefined {
  const problem = maskSizeProblem(size)
  for (const { drawn } of written)
    if (problem !== undefined) report.add('region-invalid', drawn.where, { problem }, 'approximated')
  if (problem !== undefined) return undefined

  const classes = new ImageClasses(known)
  const classPlane = wanted === 'object' ? undefined : new IndexPlane(new Uint8Array(size.width * size.height))
  const objectPlane = wanted === 'class' ? undefined : new IndexPlane(new Uint8Array(size.width * size.height))
  const painted: Where[] = []
  for (const { drawn, labels, number } of written) {
    if (!isMaskShape(drawn.region.shape.kind)) continue
    const pixels = pixelsOf(drawn, size, report, 'approximated')
    const indexes = pixels && indexesOf(labels[0]!, number, wanted, classes, drawn.where, report)
    if (pixels === undefined || indexes === undefined) continue
    classPlane?.paint(pixels, indexes.class)
    objectPlane?.paint(pixels, indexes.object)
    painted.push(drawn.where)
    classes.note(labels[0]!, drawn.where)
  }
  for (const [k, { total, lost }] of ((objectPlane ?? classPlane)?.layers() ?? []).entries())
    if (lost > 0) report.add('pixels-overwritten', painted[k]!, { count: lost, total })
  return {
    classes: classPlane && classes.finish(classPlane.values, size, encodeVocMask),
    objects: objectPlane && encodeVocMask(objectPlane.values, size),
  }
}

/** What a region is painted with; undefined once the report says that a byte cannot tell it apart. */
function indexesOf(
  label: string,
  number: number,
  wanted: 'class' | 'object' | 'both',
  classes: ImageClasses,
  where: Where,
  report: Report,
): { readonly class: number; readonly object: number } | undefined {
  const index = wanted === 'object' ? 0 : classes.indexOf(label, where)
  const object = wanted === 'class' ? 0 : number
  if (index !== undefined && object <= LAST_INDEX) return { class: index, object }
  report.add('mask-full', where, { what: index === undefined ? label : `object ${number}` })
  return undefined
}
