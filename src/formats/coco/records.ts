import type { ShapeKind } from '../../model/shape.ts'
import type { JoinContext } from '../format.ts'
import { type ClassList, classListOf, hasOpenLabels } from '../shared/labels.ts'
import { printDate } from './date.ts'
import { printKeypoints, Skeleton } from './keypoints.ts'
import { type CocoAnnotation, type CocoImage, LOOSE_CATEGORY } from './part.ts'

interface RecordOptions {
  readonly imagePrefix: string
  readonly firstId: number
  isOutlined(shape: ShapeKind): boolean
}

/** An image that has been written. */
interface KnownImage {
  readonly id: number
  readonly width: number | undefined
  readonly height: number | undefined
  /** Another one of the same file, which had another size. */
  readonly older: KnownImage | undefined
}

/** Prints records with what only the whole export knows: running ids, category ids, file names. Every record starts with its comma and line break. */
export class Records {
  readonly skeleton: Skeleton
  readonly #context: JoinContext
  readonly #options: RecordOptions
  readonly #classes: ClassList
  /** The newest image of each file name: tasks that show the same image share its entry, unless they disagree about its size. */
  readonly #images = new Map<string, KnownImage>()
  /** The image at hand. */
  #image = -1
  #imageCount = 0
  #annotations = 0

  constructor(context: JoinContext, options: RecordOptions) {
    const { config, report } = context
    this.#context = context
    this.#options = options
    this.#classes = classListOf(config, options.isOutlined, { firstId: options.firstId, report })
    this.skeleton = new Skeleton(
      config,
      report,
      hasOpenLabels(config, (shape) => shape === 'keypoint'),
    )
    const isOfPointsOnly = this.#classes.entries().length === 0 && this.skeleton.names.length > 0
    if (isOfPointsOnly) this.skeleton.categories.add(this.#classes.add(LOOSE_CATEGORY))
  }

  /** The image's entry, nothing when it has one already; annotations that follow are on it. */
  image({ reference, width, height, task }: CocoImage): string {
    const file_name = this.#options.imagePrefix + this.#context.fileName(reference)
    const newest = this.#images.get(file_name)
    const known = width === undefined ? newest : findSized(newest, width, height)
    this.#image = known?.id ?? this.#imageCount
    if (known !== undefined) return ''
    const id = this.#imageCount++
    this.#images.set(file_name, { id, width, height, older: newest })
    this.#context.report.wrote('images')
    return record({ width, height, id, file_name, task }, id === 0)
  }

  annotation(annotation: CocoAnnotation): string {
    const { label, members, points, where } = annotation
    const category = label === undefined ? this.#classes.add(LOOSE_CATEGORY) : this.#classes.idOf(label, where)
    if (points.length > 0) this.skeleton.categories.add(category)
    this.#context.report.wrote('annotations')
    const id = ++this.#annotations // from 1: COCOeval takes 0 for "no match" (cocodataset/cocoapi#332)
    const head = `"id":${id},"image_id":${this.#image},"category_id":${category}`
    return `${lead(id === 1)}{${head},${members}${printKeypoints(points, category, this.skeleton)}}`
  }

  categories(): string {
    const keypoints = this.skeleton.names
    return this.#classes
      .entries()
      .map(({ id, name }, k) => {
        const hasPoints = this.skeleton.categories.has(id)
        return record({ id, name, ...(hasPoints ? { supercategory: name, keypoints, skeleton: [] } : {}) }, k === 0)
      })
      .join('')
  }
}

function findSized(newest: KnownImage | undefined, width: number, height: number | undefined): KnownImage | undefined {
  let image = newest
  while (image !== undefined && (image.width !== width || image.height !== height)) image = image.older
  return image
}

/** As Label Studio's converter prints it, but with the newest date of the data instead of the clock's. */
export function printInfo(newest: number | undefined): string {
  const date = newest === undefined ? undefined : printDate(newest)
  return JSON.stringify({
    year: date === undefined ? undefined : Number(date.slice(0, 4)),
    version: '1.0',
    description: '',
    contributor: 'Goldpan',
    url: '',
    date_created: date,
  })
}

function record(value: object, isFirst: boolean): string {
  return lead(isFirst) + JSON.stringify(value)
}

function lead(isFirst: boolean): string {
  return isFirst ? '\n    ' : ',\n    '
}
