import type { Report } from '../../model/issue.ts'
import { findObject, type LabelConfig } from '../../model/label-config.ts'
import { isImageTag, type Media, mediaOf } from '../../model/media.ts'
import type { Size } from '../../model/shape.ts'
import { type Annotation, annotationsOf, placeOf, type Region, type Task } from '../../model/task.ts'
import type { MediaFacts } from '../format.ts'

/** An image (or page) of a task; object tags that show the same file share it. */
export interface TaskImage {
  readonly reference: string
  readonly media: readonly Media[]
  readonly size: Size | undefined
  readonly sizeFrom: 'another region of the image' | 'the file' | 'the data'
}

interface Surroundings {
  readonly config: LabelConfig
  readonly report: Report
  media(reference: string): MediaFacts | undefined
}

/** The images of a task in config order, pages in order, each with the size its regions were drawn on, else the size of the file, else what `data` says of an only image. */
export function imagesOf(task: Task, context: Surroundings): readonly TaskImage[] {
  const media = mediaOf(task, context.config, isImageTag)
  if (media.length === 1) return [imageOf(task, media[0]!.reference, media, true, context)]
  const byReference = new Map<string, Media[]>()
  for (const one of media) {
    const same = byReference.get(one.reference)
    if (same === undefined) byReference.set(one.reference, [one])
    else same.push(one)
  }
  return [...byReference].map(([reference, same]) => imageOf(task, reference, same, byReference.size === 1, context))
}

function imageOf(
  task: Task,
  reference: string,
  same: readonly Media[],
  isOnly: boolean,
  { report, media }: Surroundings,
): TaskImage {
  const labelled = labelledSize(task, same)
  const file = fileSize(media(reference))
  if (labelled !== undefined && file !== undefined && !isSame(labelled, file))
    report.add('size-mismatch', placeOf(task), { ...labelled, from: 'the file', fromWidth: file.width, fromHeight: file.height })
  return {
    reference,
    media: same,
    size: labelled ?? file ?? (isOnly ? statedSize(task) : undefined),
    sizeFrom: labelled !== undefined ? 'another region of the image' : file !== undefined ? 'the file' : 'the data',
  }
}

/** The image a region lies on, or undefined once the report says why there is none. */
export function needImage(
  images: readonly TaskImage[],
  region: Region,
  place: { readonly task: Task; readonly annotation: Annotation },
  { config, report }: Surroundings,
): TaskImage | undefined {
  const image = images.find(({ media }) => media.some((one) => liesOn(one, region.toName, region.page)))
  if (image !== undefined) return image
  const where = placeOf(place.task, place.annotation, region)
  const tag = findObject(config, region.toName)?.tag
  if (tag !== undefined && !isImageTag(tag.tag))
    report.add('region-invalid', where, { problem: `lies on a <${tag.tag}>, not on an image` })
  else report.add('media-unnamed', where, { path: pathOf(tag?.dataPath ?? region.toName, region.page) })
  return undefined
}

/**
 * The size a region's percents are of; undefined once the report says that nobody knows. All regions of an image share one frame,
 * so one that claims another size than the image's entry has is scaled into it (known-defects G10).
 */
export function needSize(
  image: TaskImage,
  region: Region,
  place: { readonly task: Task; readonly annotation: Annotation },
  report: Report,
): Size | undefined {
  const { mediaSize } = region
  const where = () => placeOf(place.task, place.annotation, region)
  if (mediaSize !== undefined) {
    if (image.size !== undefined && !isSame(mediaSize, image.size))
      report.add('size-mismatch', where(), {
        ...mediaSize,
        from: 'the image',
        fromWidth: image.size.width,
        fromHeight: image.size.height,
      })
    return region.shape.kind === 'brush' ? mediaSize : (image.size ?? mediaSize) // a mask has the pixels it has
  }
  if (image.size === undefined) report.add('size-unknown', where())
  else report.add('size-assumed', where(), { ...image.size, from: image.sizeFrom })
  return image.size
}

/** Any result on the image may tell: a region, or a choice about the whole image. */
function labelledSize(task: Task, media: readonly Media[]): Size | undefined {
  for (const annotation of annotationsOf(task)) {
    for (const { mediaSize, toName, page } of annotation.regions)
      if (mediaSize !== undefined && media.some((one) => liesOn(one, toName, page))) return mediaSize
  }
  for (const annotation of annotationsOf(task)) {
    for (const { toName, result } of annotation.answers) {
      const [width, height] = ['original_width', 'original_height'].map((key) => result.node.get(key)?.number() ?? 0)
      const page = result.node.get('item_index')?.number()
      if (width! > 0 && height! > 0 && media.some((one) => liesOn(one, toName, page))) return { width: width!, height: height! }
    }
  }
  return undefined
}

/** `width` and `height` in `data`, where other tools and our own readers put them. */
function statedSize({ data }: Task): Size | undefined {
  const [width = 0, height = 0] = [data?.get('width')?.number(), data?.get('height')?.number()]
  return width > 0 && height > 0 ? { width, height } : undefined
}

function liesOn(media: Media, objectName: string, page: number | undefined): boolean {
  return media.objectName === objectName && (media.page ?? 0) === (page ?? 0)
}

function fileSize(facts: MediaFacts | undefined): Size | undefined {
  if (facts?.width === undefined || facts.height === undefined) return undefined
  return { width: facts.width, height: facts.height }
}

function isSame(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height
}
function pathOf(dataPath: string, page: number | undefined): string {
  return page === undefined ? dataPath : `${dataPath}[${page}]`
}
