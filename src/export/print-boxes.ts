import { readId } from '../dialects/read-value.ts'
import { annotationAt, memberAt, ONLY_RECTANGLE_LABEL, RESULT, resultAt } from '../dialects/task-outline.ts'
import type { BoxRun, BoxStyle } from '../formats/coco/box-run.ts'
import { Row, type Rows } from '../json/outline.ts'
import type { RowMemory } from '../json/scan-wasm.ts'
import { numberAt, stringAt } from '../json/token.ts'
import { decodeUtf8 } from '../json/utf8.ts'
import type { WasmModule } from '../json/wasm.ts'
import type { Where } from '../model/error.ts'
import { parseInstant } from '../model/instant.ts'
import type { Size } from '../model/shape.ts'
import type { Id } from '../model/task.ts'
import { DOUBLE, INT, inInts, isPlainName, putNames, tellBatch, tellPlain } from './plain-memory.ts'
import type { PlainTasks } from './plain-printer.ts'
import type { AnnotationCounts } from './select-task.ts'

/** Bytes of what assembly/coco-boxes.ts writes of each image (tokens of id and reference, its size, how many boxes and annotations) … */
const IMAGE = 32
/** … and of each box: the number of its label, where it ends, its row and that of its annotation. */
const BOX = 16
const DATE = 27
/** Room behind the rows for what is printed of them, in times their size. */
export const SPARE = 2

/** Where in a module's memory things go. */
interface Layout {
  readonly images: number
  readonly boxes: number
  readonly members: number
}

/** Prints the boxes of a batch, from its rows. */
export class BoxPrinting {
  readonly #memory: RowMemory
  readonly #tasks: PlainTasks
  /** Undefined when nothing can be printed. */
  readonly #layout: Layout | undefined

  constructor(memory: RowMemory, tasks: PlainTasks, style: BoxStyle, counts: AnnotationCounts) {
    this.#memory = memory
    this.#tasks = tasks
    this.#layout = tell(memory.module, style, counts) ? layOut(memory) : undefined
  }

  /** Prints as many tasks as can be printed from the k-th on; undefined when that one cannot. */
  print(k: number): BoxRun | undefined {
    if (this.#layout === undefined) return undefined
    const { module, limit } = this.#memory
    const { images, boxes, members } = this.#layout
    const next = module.printBoxes(k, images, boxes, members, limit)
    return next === k ? undefined : new PrintedRun(module, this.#layout, this.#tasks, k, next)
  }
}

function layOut(memory: RowMemory): Layout | undefined {
  const images = tellBatch(memory)
  if (images === undefined) return undefined
  const { free, rows, limit, count } = memory
  const results = Math.ceil((free - rows) / inInts(RESULT.size))
  const boxes = images + count * IMAGE
  const members = boxes + results * BOX
  return members < limit ? { images, boxes, members } : undefined
}

/** Says what is looked for, and how it is printed; false when that is not known there. */
function tell(
  module: WasmModule,
  { decimals, hasAllCorners, imageKey, objectName }: BoxStyle,
  counts: AnnotationCounts,
): boolean {
  if (!isPlainName(imageKey) || !Number.isInteger(decimals) || decimals < 0) return false
  putNames(module, imageKey)
  return module.boxStyle(decimals, hasAllCorners, imageKey.length) !== 0 && tellPlain(module, { objectName }, counts)
}

/** A view of what was printed. */
class PrintedRun implements BoxRun {
  readonly tasks: number
  readonly boxes: number
  readonly members: Uint8Array
  readonly newest: number | undefined
  readonly #first: number
  readonly #tasks: PlainTasks
  readonly #ofImage: Uint32Array
  readonly #sizes: Float64Array
  readonly #ofBox: Uint32Array

  constructor({ memory: { buffer }, boxOutcome }: WasmModule, layout: Layout, all: PlainTasks, first: number, behind: number) {
    const [boxesEnd, membersEnd, date] = new Uint32Array(buffer, boxOutcome(), 3)
    this.tasks = behind - first
    this.boxes = (boxesEnd! - layout.boxes) / BOX
    this.members = new Uint8Array(buffer, layout.members, membersEnd! - layout.members)
    this.newest = date === 0 ? undefined : parseInstant(decodeUtf8(new Uint8Array(buffer, date, DATE), 0, DATE))
    this.#first = first
    this.#tasks = all
    this.#ofImage = new Uint32Array(buffer, layout.images, (this.tasks * IMAGE) / INT)
    this.#sizes = new Float64Array(buffer, layout.images, (this.tasks * IMAGE) / DOUBLE)
    this.#ofBox = new Uint32Array(buffer, layout.boxes, (this.boxes * BOX) / INT)
  }

  idOf(image: number): number {
    return numberAt(this.#rowsOf(image).tape, this.#numberOf(image, 0))!
  }

  referenceOf(image: number): string {
    return stringAt(this.#rowsOf(image).tape, this.#numberOf(image, 1))!
  }

  sizeOf(image: number): Size | undefined {
    const at = (image * IMAGE) / DOUBLE
    const width = this.#sizes[at + 1]!
    return Number.isNaN(width) ? undefined : { width, height: this.#sizes[at + 2]! }
  }

  boxesOf(image: number): number {
    return this.#numberOf(image, 6)
  }

  annotationsOf(image: number): number {
    return this.#numberOf(image, 7)
  }

  placeOf(image: number): Where {
    return this.#place(image, undefined, undefined)
  }

  labelNumberOf(box: number): number {
    return this.#ofBox[(box * BOX) / INT]!
  }

  endOf(box: number): number {
    return this.#ofBox[(box * BOX) / INT + 1]!
  }

  labelOf(box: number, image: number): string {
    return this.#rowOf(box, image, 2).loneNameAt(ONLY_RECTANGLE_LABEL, memberAt.rectanglelabels)!
  }

  placeOfBox(box: number, image: number): Where {
    const annotation = readId(this.#rowOf(box, image, 3).valueAt(annotationAt.id))
    return this.#place(image, annotation, this.#rowOf(box, image, 2).stringAt(resultAt.id))
  }

  #place(image: number, annotation: Id | undefined, region: string | undefined): Where {
    const { file, line, column } = this.#tasks.raws.get(this.#first + image)
    return { task: this.idOf(image), annotation, region, file, line, column }
  }

  /** The row whose place is the k-th number of a box. */
  #rowOf(box: number, image: number, k: number): Row {
    return new Row(this.#rowsOf(image), this.#ofBox[(box * BOX) / INT + k]!)
  }

  #rowsOf(image: number): Rows {
    return this.#tasks.rowOf(this.#first + image).rows
  }

  #numberOf(image: number, k: number): number {
    return this.#ofImage[(image * IMAGE) / INT + k]!
  }
}
