import { readId } from '../dialects/read-value.ts'
import {
  ANNOTATION,
  ANNOTATIONS_END,
  annotationAt,
  COMPLETIONS_END,
  HEIGHT,
  ID_HASH,
  MEDIA_HEIGHT,
  MEDIA_WIDTH,
  memberAt,
  ONLY_RECTANGLE_LABEL,
  PREDICTIONS_END,
  RESULT,
  RESULTS_END,
  ROTATION,
  resultAt,
  taskAt,
  WIDTH,
  X,
  Y,
} from '../dialects/task-outline.ts'
import type { BoxRun, BoxStyle } from '../formats/coco/box-run.ts'
import { Row, type Rows } from '../json/outline.ts'
import type { RowMemory } from '../json/scan-wasm.ts'
import { numberAt, stringAt } from '../json/token.ts'
import { decodeUtf8, encodeUtf8 } from '../json/utf8.ts'
import type { WasmModule } from '../json/wasm.ts'
import type { Where } from '../model/error.ts'
import { parseInstant } from '../model/instant.ts'
import type { Size } from '../model/shape.ts'
import type { Id } from '../model/task.ts'
import type { PlainTasks } from './plain-printer.ts'
import type { AnnotationCounts } from './select-task.ts'

const INT = 4 // bytes
const DOUBLE = 8

/** In the order of assembly/plain-task.ts: where things stand in their rows, in bytes. */
const SLOTS = [
  ...[taskAt.id, taskAt.data, taskAt.annotations, taskAt.completions, taskAt.predictions].map(inInts),
  ...[COMPLETIONS_END, ANNOTATIONS_END, PREDICTIONS_END, ANNOTATION.size].map(inInts),
  ...[annotationAt.completed_by, annotationAt.created_username, annotationAt.was_cancelled, annotationAt.skipped].map(inInts),
  ...[annotationAt.created_at, annotationAt.updated_at, annotationAt.model_version, annotationAt.result, RESULTS_END].map(inInts),
  ...[RESULT.size, resultAt.type, resultAt.to_name, ID_HASH, ONLY_RECTANGLE_LABEL, memberAt.rotation].map(inInts),
  ...[resultAt.item_index, resultAt.score, memberAt.radiusX, memberAt.confidence].map(inInts),
  ...[MEDIA_WIDTH, MEDIA_HEIGHT, X, Y, WIDTH, HEIGHT, ROTATION].map((slot) => slot * DOUBLE),
]

function inInts(slot: number): number {
  return slot * INT
}

/** Bytes of what assembly/coco-boxes.ts writes of each image (tokens of id and reference, its size, how many boxes and annotations) … */
const IMAGE = 32
/** … and of each box: the number of its label, where it ends, its row and that of its annotation. */
const BOX = 16
const DATE = 27
/** Room behind the rows for what is printed of them, in times their size. */
export const SPARE = 2
const MOST_ANNOTATIONS = 1 << 30

/** Where in a module's memory things go. */
interface Layout {
  /** Tables of the places of rows, and of those of tapes. */
  readonly places: number
  readonly tapes: number
  /** What is printed. */
  readonly images: number
  readonly boxes: number
  readonly members: number
}

/** Prints the boxes of a batch, from its rows. */
export class BoxPrinting {
  readonly #memory: RowMemory
  readonly #layout: Layout
  readonly #tasks: PlainTasks
  readonly #isPossible: boolean

  constructor(memory: RowMemory, tasks: PlainTasks, style: BoxStyle, counts: AnnotationCounts) {
    const { module, limit, places, tapes } = memory
    this.#memory = memory
    this.#layout = layOut(memory)
    this.#tasks = tasks
    this.#isPossible = this.#layout.members < limit && tell(module, style, counts)
    if (!this.#isPossible) return
    new Int32Array(module.memory.buffer, this.#layout.places, places.length).set(places)
    new Uint32Array(module.memory.buffer, this.#layout.tapes, tapes.length).set(tapes)
  }

  /** Prints as many tasks as can be printed from the k-th on; undefined when that one cannot. */
  print(k: number): BoxRun | undefined {
    if (!this.#isPossible) return undefined
    const { module, origin, rows, limit } = this.#memory
    const { places, tapes, images, boxes, members } = this.#layout
    const count = this.#memory.places.length
    const next = module.print(k, count, places, tapes, origin, rows, images, boxes, members, limit)
    return next === k ? undefined : new PrintedRun(module, this.#layout, k, this.#tasks)
  }
}

function layOut({ free, rows, places: { length } }: RowMemory): Layout {
  const results = Math.ceil((free - rows) / inInts(RESULT.size))
  const places = aligned(free)
  const tapes = places + length * INT
  const images = aligned(tapes + length * INT)
  const boxes = images + length * IMAGE
  return { places, tapes, images, boxes, members: boxes + results * BOX }
}

function aligned(address: number): number {
  return Math.ceil(address / DOUBLE) * DOUBLE
}

/** Says what is looked for, and how it is printed; false when that is not known there. */
function tell(
  module: WasmModule,
  { decimals, hasAllCorners, imageKey, objectName }: BoxStyle,
  { least, most }: AnnotationCounts,
): boolean {
  if (!isPlainName(imageKey) || !isPlainName(objectName) || !Number.isInteger(decimals) || decimals < 0) return false
  new Uint32Array(module.memory.buffer, module.slots(), SLOTS.length).set(SLOTS)
  const names = encodeUtf8(imageKey + objectName)
  new Uint8Array(module.memory.buffer, module.names(), names.length).set(names)
  module.plain(imageKey.length, objectName.length, least, Math.min(most, MOST_ANNOTATIONS))
  return module.style(decimals, hasAllCorners) !== 0
}

function isPlainName(name: string): boolean {
  return /^[\x20-\x5b\x5d-\x7e]{1,16}$/.test(name)
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

  constructor({ memory: { buffer }, outcome }: WasmModule, layout: Layout, first: number, all: PlainTasks) {
    const [tasks, boxes, size, date] = new Uint32Array(buffer, outcome(), 4)
    this.tasks = tasks!
    this.boxes = boxes!
    this.members = new Uint8Array(buffer, layout.members, size)
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
    const { file, line, column } = this.#tasks.raws[this.#first + image]!
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
