import type { Where } from '../../model/error.ts'
import type { Shape, Size } from '../../model/shape.ts'
import { type Annotation, annotationsOf, annotatorName, type Id, placeOf, type Region, type Task } from '../../model/task.ts'
import type { EncodeContext, OptionTable } from '../format.ts'
import { imagesOf, needImage, needSize, type TaskImage } from './task-images.ts'

/** A region with the size of the picture it was drawn on, pixels. */
export interface DrawnRegion {
  readonly region: Region
  /** What it is part of. */
  readonly annotation: Annotation
  readonly where: Where
  readonly size: Size
}

/** One image (or page) of a task with everything drawn on it by the exported annotations. */
export interface LabelledImage {
  readonly image: TaskImage
  /** Page of a multi-page object, from 0. */
  readonly page: number | undefined
  /** Those the format can hold, in their order. */
  readonly regions: readonly DrawnRegion[]
  /** Some regions could not be placed, because nobody knows the size of the image: it does not look as if nothing were on it. */
  readonly hasUnplaced: boolean
}

/** What percents are of where nobody knows the size of the image, and nobody has to. */
const PERCENTS: Size = { width: 100, height: 100 }

/**
 * The images of a task in config order, those without regions too. What lies on none of them is reported.
 * @param isSizeless shapes whose percents are enough: on an image of unknown size they lie on 100 × 100
 */
export function labelledImages<O extends OptionTable>(
  task: Task,
  context: EncodeContext<O>,
  isSizeless: (shape: Shape) => boolean = () => false,
): LabelledImage[] {
  const images = imagesOf(task, context)
  const drawn = new Map(images.map((image) => [image, [] as DrawnRegion[]]))
  const unplaced = new Set<TaskImage>()
  for (const annotation of annotationsOf(task))
    for (const region of context.regions(annotation)) {
      const place = { task, annotation }
      const image = needImage(images, region, place, context)
      if (image === undefined) continue
      const isFree = image.size === undefined && region.mediaSize === undefined && isSizeless(region.shape)
      const size = isFree ? PERCENTS : needSize(image, region, place, context.report)
      if (size === undefined) unplaced.add(image)
      else drawn.get(image)!.push({ region, annotation, where: placeOf(task, annotation, region), size })
    }
  return [...drawn].map(([image, regions]) => ({
    image,
    page: image.media[0]?.page,
    regions,
    hasUnplaced: unplaced.has(image),
  }))
}

/** Who is behind the exported annotations of a task, each once: people, and models by their version. */
export function annotatorsOf(task: Task): Id[] {
  const names = annotationsOf(task).map(({ origin, modelVersion, annotator }) =>
    origin === 'prediction' ? modelVersion : annotatorName(annotator),
  )
  return [...new Set(names.filter((name) => name !== undefined))]
}
