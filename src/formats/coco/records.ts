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
  readonly #annotationRecords = new ByteWriter()
  #annotations = 0

  constructor(context: JoinContext, options: RecordOptions) {
    const { config, report, carried } = context
    this.#context = context
    this.#options = options
    carried.classes ??= classListOf(config, options.isOutlined, { firstId: options.firstId, report })
    this.#classes = carried.classes
    this.#images = new ImageIds(carried)
    this.skeleton = new Skeleton(
      config,
      report,
      hasOpenLabels(config, (shape) => shape === 'keypoint'),
    )
    const isOfPointsOnly = this.#classes.entries().length === 0 && this.skeleton.names.length > 0
    if (isOfPointsOnly) this.skeleton.categories.add(this.#classes.add(LOOSE_CATEGORY))
  }

  /** The records of a batch. */
  add(part: CocoPart): { readonly images: Uint8Array; readonly annotations: Uint8Array } {
    const categories = part.categories.map(() => -1)
    let annotation = 0
    for (let image = 0; image < part.tasks.length; image++) {
      const id = this.#image(part, image)
      for (const end = annotation + part.counts[image]!; annotation < end; annotation++) {
        const place = part.categoryOf[annotation]!
        if (categories[place] === -1) categories[place] = this.#categoryOf(part.categories[place]!)
        this.#annotation(part, annotation, id, categories[place]!)
      }
    }
    this.#context.report.wrote('annotations', annotation)
    return { images: this.#imageRecords.take(), annotations: this.#annotationRecords.take() }
  }

  /** The id of an image; its record is written unless it has one already. */
  #image({ references, tasks, sizes }: CocoPart, image: number): number {
    const { name: file, number } = this.#context.mediaFile(references[image]!, tasks[image]!)
    const name = this.#options.imagePrefix + file
    const [width, height] = [sizes[2 * image]!, sizes[2 * image + 1]!]
    const { id, isNew, isFirst } = this.#images.of(number, width, height)
    if (!isNew) return id
    this.#context.placeMedia(prefixFolder(this.#options.imagePrefix, 'images/') + file, references[image]!, tasks[image]!)
    const writer = this.#imageRecords.bytes(isFirst ? FIRST_IMAGE : NEXT_IMAGE)
    if (!Number.isNaN(width)) writer.text('"width":').number(width).text(',"height":').number(height).byte(COMMA) // else nobody knows
    writer.text('"id":').number(id).text(',"file_name":').text(JSON.stringify(name))
    writer.text(',"task":').text(JSON.stringify(tasks[image])).byte(CLOSE_BRACE)
    this.#context.report.wrote('images')
    return id
  }

  #categoryOf({ label, where }: CocoCategory): number {
    return label === undefined ? this.#classes.add(LOOSE_CATEGORY) : this.#classes.idOf(label, where)
  }

  #annotation({ members, ends, points }: CocoPart, annotation: number, image: number, category: number): void {
    const id = ++this.#annotations // from 1: COCOeval takes 0 for "no match" (cocodataset/cocoapi#332)
    const writer = this.#annotationRecords.bytes(id === 1 ? FIRST : NEXT).number(id)
    writer.bytes(IMAGE_ID).number(image).bytes(CATEGORY_ID).number(category).byte(COMMA)
    writer.bytes(members, annotation === 0 ? 0 : ends[annotation - 1], ends[annotation])
    const own = points.get(annotation) ?? []
    if (own.length > 0) this.skeleton.categories.add(category)
    if (this.skeleton.canHavePoints) writer.text(printKeypoints(own, category, this.skeleton))
    writer.byte(CLOSE_BRACE)
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
