import type { Where } from '../../model/error.ts'
import type { Effect, Report } from '../../model/issue.ts'
import { baseName } from '../../model/media.ts'
import { RleError } from '../../model/rle.ts'
import type { Size } from '../../model/shape.ts'
import type { Id, Task } from '../../model/task.ts'
import type { EncodeContext, JoinContext, OptionTable, Sink } from '../format.ts'
import {
  type ClassPlane,
  ImageClasses,
  maskClasses,
  type PendingLabel,
  type PlaneEncoder,
  SILENT,
  settlePlane,
} from './class-plane.ts'
import { ImageNames, imageBeside } from './image-names.ts'
import { type DrawnRegion, type LabelledImage, labelledImages } from './labelled-images.ts'
import { type ClassList, labelsToWrite } from './labels.ts'
import { IndexPlane, type Layer, maskSizeProblem, rasterise } from './mask.ts'
import { hexColour } from './png.ts'

/** One image of one task with all its regions painted into it. */
export interface ClassMask {
  readonly reference: string
  readonly task: Id
  readonly page: number | undefined
  readonly size: Size
  readonly plane: ClassPlane
}

/** How the masks are written. */
export interface ClassMaskFiles {
  readonly extension: string
  readonly unlabelledAs: string
  readonly encodeClasses: PlaneEncoder
}

/** Masks of class indexes, one per image: later regions over earlier ones, in the order they are stored. */
export function encodeClassMasks<O extends OptionTable>(
  batch: Iterable<Task>,
  context: EncodeContext<O>,
  files: ClassMaskFiles,
): ClassMask[] {
  const { report } = context
  const known = maskClasses(context.config, files.unlabelledAs, SILENT) // join reports on the labels
  const masks: ClassMask[] = []
  for (const task of batch)
    for (const image of labelledImages(task, context)) {
      const size = sizeOfMask(image, report, { task: task.id })
      if (size === undefined) continue
      const plane = paintImage(image.regions, size, new ImageClasses(known), files, report)
      report.wrote('images')
      masks.push({ reference: image.image.reference, task: task.id, page: image.page, size, plane })
    }
  return masks
}

/** Writes the masks with an index of them and the list of classes. */
export async function joinClassMasks<O extends OptionTable>(
  masks: AsyncIterable<ClassMask>,
  sink: Sink,
  context: JoinContext<O>,
  { extension, unlabelledAs, encodeClasses }: ClassMaskFiles,
): Promise<void> {
  const classes = (context.carried.classes ??= maskClasses(context.config, unlabelledAs, context.report))
  const index = context.spool()
  const names = new ImageNames(context)
  for await (const mask of masks) {
    const file = names.nameOf(mask.reference, mask.task, extension)
    const bytes = settlePlane(mask.plane, classes, encodeClasses, (label, fits) => reportSettled(label, fits, context.report))
    await sink.put(file, bytes)
    context.placeMedia(`images/${imageBeside(file, mask.reference)}`, mask.reference, mask.task)
    await index.write(`${JSON.stringify(indexLine(file, mask))}\n`)
  }
  await sink.put('index.jsonl', index.read())
  await sink.put('classes.json', printClasses(classes))
}

/** The pixels of a region, 0 and 1; undefined once the report says why there are none. @param effect milder where the region is written in another way too */
export function pixelsOf(
  { region, where }: DrawnRegion,
  size: Size,
  report: Report,
  effect: Effect = 'dropped',
): Uint8Array | undefined {
  const refuse = (code: 'region-invalid' | 'region-empty', problem: string): undefined => {
    report.add(code, where, { problem }, effect)
  }
  try {
    const pixels = rasterise(region.shape, size)
    if (pixels === undefined) return refuse('region-invalid', `the ${region.shape.kind} has no finite coordinates`)
    return pixels.includes(1) ? pixels : refuse('region-empty', 'it covers the centre of no pixel')
  } catch (error) {
    if (!(error instanceof RleError)) throw error
    return refuse('region-invalid', error.message)
  }
}

function reportSettled({ label, regions }: PendingLabel, fits: boolean, report: Report): void {
  if (fits) report.wrote('regions', regions.length)
  else for (const where of regions) report.add('mask-full', where, { what: label }, 'dropped')
}

/** The size of an image's mask; undefined once the report says why there is none. */
export function sizeOfMask(
  { image: { size }, regions, hasUnplaced }: LabelledImage,
  report: Report,
  where: Where,
): Size | undefined {
  if (size === undefined) {
    if (!hasUnplaced) report.add('size-unknown', where, {}, 'assumed') // no region is lost, only an empty mask
    return undefined
  }
  const problem = maskSizeProblem(size)
  if (problem === undefined) return size
  for (const region of regions) report.add('region-invalid', region.where, { problem })
  return undefined
}

/** A region that was painted as its first label. */
export interface Painted extends DrawnRegion {
  readonly labels: readonly string[]
}

function paintImage(
  regions: readonly DrawnRegion[],
  size: Size,
  classes: ImageClasses,
  { unlabelledAs, encodeClasses }: ClassMaskFiles,
  report: Report,
): ClassPlane {
  const plane = new IndexPlane(new Uint8Array(size.width * size.height))
  const painted: Painted[] = []
  for (const drawn of regions) {
    const labels = labelsToWrite(drawn.region, unlabelledAs, drawn.where, report)
    const label = labels[0]
    const pixels = label === undefined ? undefined : pixelsOf(drawn, size, report)
    if (label === undefined || pixels === undefined) continue
    const index = classes.indexOf(label, drawn.where)
    if (index === undefined) {
      report.add('mask-full', drawn.where, { what: label }, 'dropped')
      continue
    }
    plane.paint(pixels, index)
    painted.push({ ...drawn, labels })
  }
  for (const [k, layer] of plane.layers().entries())
    if (reportPainted(painted[k]!, layer, report) && !classes.note(painted[k]!.labels[0]!, painted[k]!.where))
      report.wrote('regions')
  return classes.finish(plane.values, size, encodeClasses)
}

/** Tells what became of a region in a mask; false when nothing is left of it. */
export function reportPainted({ region, where, labels }: Painted, { total, lost }: Layer, report: Report): boolean {
  if (lost === total) {
    report.add('pixels-overwritten', where, { count: lost, total }, 'dropped')
    return false
  }
  const { kind } = region.shape
  if (lost > 0) report.add('pixels-overwritten', where, { count: lost, total })
  if (labels.length > 1) report.add('labels-cut', where, { count: labels.length, label: labels[0]! })
  if (kind !== 'brush') report.add('shape-rasterised', where, { aspect: kind })
  return true
}

function indexLine(file: string, { task, reference, page, size }: ClassMask): object {
  return { file, task, image: reference, image_name: baseName(reference), page: page ?? null, ...size }
}

function printClasses(classes: ClassList): string {
  const lines = [{ id: 0, name: 'background' }, ...classes.entries()].map(
    ({ id, name }) => `  ${JSON.stringify({ index: id, name, color: hexColour(id) })}`,
  )
  return `[\n${lines.join(',\n')}\n]\n`
}
