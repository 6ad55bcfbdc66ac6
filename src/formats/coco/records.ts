import { CLOSE_BRACE, COMMA } from '../../json/ascii.ts'
import { ByteWriter } from '../../json/byte-writer.ts'
import { encodeUtf8 } from '../../json/utf8.ts'
import type { ShapeKind } from '../../model/shape.ts'
import type { JoinContext } from '../format.ts'
import { type ClassList, classListOf, hasOpenLabels } from '../shared/labels.ts'
import { prefixFolder } from '../shared/prefix-folder.ts'
import { printDate } from './date.ts'
import { ImageIds } from './image-ids.ts'
import { printKeypoints, Skeleton } from './keypoints.ts'
import { type CocoCategory, type CocoPart, LOOSE_CATEGORY } from './part.ts'

const FIRST_IMAGE = encodeUtf8('\n    {')
const NEXT_IMAGE = encodeUtf8(',\n    {')
const FIRST = encodeUtf8('\n    {"id":')
const NEXT = encodeUtf8(',\n    {"id":')
const IMAGE_ID = encodeUtf8(',"image_id":')
const CATEGORY_ID = encodeUtf8(',"category_id":')

interface RecordOptions {
  readonly imagePrefix: string
  readonly firstId: number
  isOutlined(shape: ShapeKind): boolean
}

/** Prints records with what only the whole export knows: running ids, category ids, file names. Every record starts with its comma and line break. */
export class Records {
  readonly skeleton: Skeleton
  readonly #context: JoinContext
  readonly #options: RecordOptions
  readonly #classes: ClassList
  readonly #images: ImageIds
  readonly #imageRecords = new ByteWriter()
  /** Where the records copy from, then the records: within one buffer copies take half the time. */
  readonly #annotationRecords = new ByteWriter()
  #annotations = 0
  readonly #folder: string

  constructor(context: JoinContext, options: RecordOptions) {
    const { config, report, carried } = context
    this.#context = context
    this.#options = options
    carried.classes ??= classListOf(config, options.isOutlined, { firstId: options.firstId, report })
    this.#classes = carried.classes
    this.#images = new ImageIds(carried)
    this.#folder = prefixFolder(options.imagePrefix, 'images/')
    this.skeleton = new Skeleton(
      config,
      report,
      hasOpenLabels(config, (shape) => shape === 'keypoint'),
    )
    const isOfPointsOnly = this.#classes.entries().length === 0 && this.skeleton.names.length > 0
    if (isOfPointsOnly) this.skeleton.categories.add(this.#classes.add(LOOSE_CATEGORY))
  }

  /** The records of a batch; those of its annotations are good until the next. */
  add(part: CocoPart): { readonly images: Uint8Array; readonly annotations: Uint8Array } {
    const writer = this.#annotationRecords.bytes(part.members)
    const start = writer.length
    const categories = part.categories.map(() => -1)
    let [annotation, newImages] = [0, 0]
    for (let image = 0; image < part.tasks.length; image++) {
      const { id, isNew } = this.#image(part, image)
      if (isNew) newImages++
      const end = annotation + part.counts[image]!
      this.#ofImage(part, annotation, end, id, categories)
      annotation = end
    }
    this.#context.report.wrote('images', newImages)
    this.#context.report.wrote('annotations', annotation)
    return { images: this.#imageRecords.take(), annotations: writer.flush().subarray(start) }
  }

  /** The id of an image; its record is written unless it has one already. */
  #image({ references, tasks, sizes }: CocoPart, image: number): { readonly id: number; readonly isNew: boolean } {
    const [reference, task] = [references[image]!, tasks[image]!]
    const [width, height] = [sizes[2 * image]!, sizes[2 * image + 1]!]
    const file = this.#context.mediaFile(reference, task)
    const known = this.#images.of(file.number, width, height)
    if (!known.isNew) return known
    this.#context.placeMedia(this.#folder + file.name, reference, task)
    const writer = this.#imageRecords.bytes(known.isFirst ? FIRST_IMAGE : NEXT_IMAGE)
    if (!Number.isNaN(width)) writer.text('"width":').number(width).text(',"height":').number(height).byte(COMMA) // else nobody knows
    writer
      .text('"id":')
      .number(known.id)
      .text(',"file_name":')
      .text(JSON.stringify(this.#options.imagePrefix + file.name))
    writer.text(',"task":').text(JSON.stringify(task)).byte(CLOSE_BRACE)
    return known
  }

  /** The annotations from one on up to another, all on one image. @param categories ids of those of the part, -1 where they are not known yet */
  #ofImage(part: CocoPart, from: number, to: number, image: number, categories: number[]): void {
    const { ends, categoryOf, points } = part
    const writer = this.#annotationRecords
    let [middle, middleEnd] = [0, 0]
    for (let annotation = from; annotation < to; annotation++) {
      const place = categoryOf[annotation]!
      if (categories[place] === -1) categories[place] = this.#categoryOf(part.categories[place]!)
      const id = ++this.#annotations // from 1: COCOeval takes 0 for "no match" (cocodataset/cocoapi#332)
      writer.bytes(id === 1 ? FIRST : NEXT).number(id)
      if (annotation === from) {
        middle = writer.length
        middleEnd = writer.bytes(IMAGE_ID).number(image).bytes(CATEGORY_ID).length
      } else writer.again(middle, middleEnd)
      writer.number(categories[place]!).byte(COMMA)
      writer.again(annotation === 0 ? 0 : ends[annotation - 1]!, ends[annotation]!)
      const own = points.get(annotation)
      if (own !== undefined) this.skeleton.categories.add(categories[place]!)
      if (this.skeleton.canHavePoints) writer.text(printKeypoints(own ?? [], categories[place]!, this.skeleton))
      writer.byte(CLOSE_BRACE)
    }
  }

  #categoryOf({ label, where }: CocoCategory): number {
    return label === undefined ? this.#classes.add(LOOSE_CATEGORY) : this.#classes.idOf(label, where)
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
  return (isFirst ? '\n    ' : ',\n    ') + JSON.stringify(value)
}
