import type { LabelConfig } from '../../model/label-config.ts'
import { baseName, mediaOfRegion } from '../../model/media.ts'
import { decodeRle, RleError } from '../../model/rle.ts'
import type { Size } from '../../model/shape.ts'
import { type Annotation, annotationsOf, annotatorName, type Id, placeOf, type Region, type Task } from '../../model/task.ts'
import type { Carries, EncodeContext, JoinContext, OptionTable, Sink } from '../format.ts'
import { type ClassMask, encodeClassMasks, joinClassMasks } from './class-masks.ts'
import { isMaskShape, type PlaneEncoder } from './class-plane.ts'
import { drawsShapes, LABEL_OPTIONS } from './labels.ts'
import { imagesOf, needSize, type TaskImage } from './task-images.ts'

/** The options of both brush formats. */
export const BRUSH_OPTIONS = {
  mode: {
    default: 'regions',
    choices: ['regions', 'classes'],
    help: 'regions: one file per brush region, as painted. classes: one file per image with class indexes, all shapes painted in.',
  },
  unlabelledAs: LABEL_OPTIONS.unlabelledAs,
} as const

/** One file per brush region. */
export const REGION_CARRIES: Carries = {
  brush: 'exact',
  'several-labels': 'exact',
  rectangle: 'drop',
  rotation: 'drop',
  ellipse: 'drop',
  polygon: 'drop',
  polyline: 'drop',
  keypoint: 'drop',
  bitmask: 'drop',
  span: 'drop',
  'html-span': 'drop',
  'dialogue-span': 'drop',
  segment: 'drop',
  track: 'drop',
  'frame-range': 'drop',
  'series-range': 'drop',
  unknown: 'drop',
  attributes: 'drop',
  answers: 'drop',
  relations: 'drop',
}
/** One file per image. */
export const CLASS_CARRIES: Partial<Carries> = {
  brush: 'approximate',
  rectangle: 'approximate',
  rotation: 'exact',
  ellipse: 'approximate',
  polygon: 'approximate',
  'several-labels': 'approximate',
}

/** How a format writes its files. */
export interface BrushFiles {
  readonly extension: '.png' | '.npy'
  readonly mode: 'regions' | 'classes'
  readonly unlabelledAs: string
  /** The stored alpha values of one region. */
  readonly encodeRegion: PlaneEncoder
  /** The class indexes of one image. */
  readonly encodeClasses: PlaneEncoder
}

export type BrushPart =
  | { readonly mode: 'regions'; readonly masks: readonly RegionMask[] }
  | { readonly mode: 'classes'; readonly masks: readonly ClassMask[] }

/** One region's file and what the index says about it. */
export interface RegionMask {
  readonly name: string
  readonly bytes: Uint8Array
  readonly entry: IndexEntry
}

/** A line of index.jsonl, without the file; null is not known. */
interface IndexEntry {
  readonly task: Id
  readonly origin: Annotation['origin']
  readonly annotation: Id | null
  readonly annotator: Id | null
  readonly region: string
  readonly control: string
  readonly labels: readonly string[]
  readonly image: string | null
  readonly image_name: string | null
  readonly page: number | null
  readonly width: number
  readonly height: number
}

export function encodeBrushFiles<O extends OptionTable>(
  batch: Iterable<Task>,
  context: EncodeContext<O>,
  files: BrushFiles,
): BrushPart {
  if (files.mode === 'classes') return { mode: 'classes', masks: encodeClassMasks(batch, context, files) }
  return { mode: 'regions', masks: Array.from(batch, (task) => encodeTask(task, context, files)).flat() }
}

export async function joinBrushFiles<O extends OptionTable>(
  parts: AsyncIterable<BrushPart>,
  sink: Sink,
  context: JoinContext<O>,
  files: BrushFiles,
): Promise<void> {
  if (files.mode === 'classes') await joinClassMasks(classMasks(parts), sink, context, files)
  else await joinRegionMasks(regionMasks(parts), sink, context)
}

/** Why there is nothing to write for such a project. */
export function unsuitedForMasks(config: LabelConfig, { mode }: Pick<BrushFiles, 'mode'>): string | undefined {
  if (mode === 'classes' && !drawsShapes(config, isMaskShape))
    return 'class masks need an Image with BrushLabels, PolygonLabels, RectangleLabels or EllipseLabels, or with Labels and such shapes'
  if (mode === 'regions' && !drawsShapes(config, (shape) => shape === 'brush'))
    return 'brush masks need an Image with BrushLabels, or with Labels and Brush; masks of classes take other shapes, too'
  return undefined
}

function encodeTask<O extends OptionTable>(task: Task, context: EncodeContext<O>, files: BrushFiles): RegionMask[] {
  const images = imagesOf(task, context)
  const masks: RegionMask[] = []
  for (const annotation of annotationsOf(task)) {
    const counts = new Map<string, number>()
    for (const region of context.regions(annotation)) {
      const labels = region.labels.length > 0 || files.unlabelledAs === '' ? region.labels : [files.unlabelledAs]
      const layer = [region.fromName, ...labels].join('-')
      const encoded = encodeRegion(region, labels, { task, annotation }, images, context, files)
      const count = counts.get(layer) ?? 0
      counts.set(layer, count + 1) // a damaged region keeps its number, so that the others keep theirs when it is mended
      if (encoded === undefined) continue
      masks.push({ ...encoded, name: `${nameStem(task, annotation)}-${layer}-${count}${files.extension}`.replace(/[/\\]/g, '-') })
    }
  }
  return masks
}

function encodeRegion<O extends OptionTable>(
  region: Region,
  labels: readonly string[],
  place: { readonly task: Task; readonly annotation: Annotation },
  images: readonly TaskImage[],
  context: EncodeContext<O>,
  files: BrushFiles,
): Omit<RegionMask, 'name'> | undefined {
  const { report, config } = context
  const { task, annotation } = place
  const where = placeOf(task, annotation, region)
  const media = mediaOfRegion(task, config, region)
  if (media === undefined) report.add('media-unnamed', where, { path: region.toName }, 'assumed')
  const image = images.find(({ reference }) => reference === media?.reference) ?? NO_IMAGE
  const size = needSize(image, region, place, report)
  if (size === undefined || region.shape.kind !== 'brush') return undefined
  try {
    const bytes = files.encodeRegion(decodeRle(region.shape.rle, size), size)
    report.wrote('regions')
    return { bytes, entry: { ...entryOf(region, place, media?.reference, size), labels } }
  } catch (error) {
    if (!(error instanceof RleError)) throw error
    report.add('region-invalid', where, { problem: error.message })
    return undefined
  }
}

const NO_IMAGE: TaskImage = { reference: '', media: [], size: undefined, sizeFrom: 'the file' }

function entryOf(
  { id, fromName, labels, page }: Region,
  { task, annotation }: { readonly task: Task; readonly annotation: Annotation },
  reference: string | undefined,
  { width, height }: Size,
): IndexEntry {
  return {
    task: task.id,
    origin: annotation.origin,
    annotation: annotation.id ?? null,
    annotator: whoMade(annotation) ?? null,
    region: id,
    control: fromName,
    labels,
    image: reference ?? null,
    image_name: reference === undefined ? null : baseName(reference),
    page: page ?? null,
    width,
    height,
  }
}

/** The peer's `task-<id>-annotation-<id>-by-<who>`; predictions are called so, and made by their model. */
function nameStem(task: Task, annotation: Annotation): string {
  const who = String(whoMade(annotation) ?? 'unknown').replace(/[^\p{L}\p{N}@.]/gu, '')
  return `task-${task.id}-${annotation.origin}-${annotation.id ?? 'unknown'}-by-${who}`
}

function whoMade({ origin, modelVersion, annotator }: Annotation): Id | undefined {
  return origin === 'prediction' ? modelVersion : annotatorName(annotator)
}

async function joinRegionMasks<O extends OptionTable>(
  masks: AsyncIterable<RegionMask>,
  sink: Sink,
  context: JoinContext<O>,
): Promise<void> {
  const index = context.spool()
  let count = 0
  for await (const { name, bytes, entry } of masks) {
    const file = context.fileName(`mask ${++count}/${name.replaceAll('?', '_')}`) // a reference ends at its question mark
    await sink.put(file, bytes)
    if (entry.image !== null) context.placeMedia(`images/${context.mediaName(entry.image, entry.task)}`, entry.image, entry.task)
    await index.write(`${JSON.stringify({ file, ...entry })}\n`)
  }
  await sink.put('index.jsonl', index.read())
}

async function* regionMasks(parts: AsyncIterable<BrushPart>): AsyncIterable<RegionMask> {
  for await (const part of parts) if (part.mode === 'regions') yield* part.masks
}

async function* classMasks(parts: AsyncIterable<BrushPart>): AsyncIterable<ClassMask> {
  for await (const part of parts) if (part.mode === 'classes') yield* part.masks
}
