import {
  ANNOTATION,
  ANNOTATIONS_END,
  annotationAt,
  COMPLETIONS_END,
  END,
  HEIGHT,
  ID_HASH,
  MEDIA_HEIGHT,
  MEDIA_WIDTH,
  memberAt,
  ONLY_LABEL,
  ONLY_RECTANGLE_LABEL,
  PREDICTIONS_END,
  RESULT,
  RESULTS_END,
  ROTATION,
  resultAt,
  START,
  taskAt,
  WIDTH,
  X,
  Y,
} from '../dialects/task-outline.ts'
import type { RowMemory } from '../json/scan-wasm.ts'
import { encodeUtf8 } from '../json/utf8.ts'
import type { WasmModule } from '../json/wasm.ts'
import type { AnnotationCounts } from './select-task.ts'

// What the lanes of WebAssembly that print plain tasks have in common: assembly/plain-task.ts.

export const INT = 4 // bytes
export const DOUBLE = 8
const MOST_ANNOTATIONS = 1 << 30

/** Where things stand in their rows, in bytes: in the order of `Slot` in assembly/slots.ts. */
const SLOTS = [
  ...[
    ...[taskAt.id, taskAt.data, taskAt.annotations, taskAt.completions, taskAt.predictions, taskAt.agreement],
    ...[COMPLETIONS_END, ANNOTATIONS_END, PREDICTIONS_END],
    ...[ANNOTATION.size, annotationAt.completed_by, annotationAt.created_username, annotationAt.was_cancelled],
    ...[annotationAt.skipped, annotationAt.created_at, annotationAt.updated_at, annotationAt.model_version],
    ...[annotationAt.history, annotationAt.result, RESULTS_END],
    ...[RESULT.size, resultAt.type, resultAt.from_name, resultAt.to_name, ID_HASH, resultAt.value],
    ...[resultAt.original_width, resultAt.original_height, resultAt.original_length, resultAt.parentID],
    ...[resultAt.item_index, resultAt.score],
    ...[ONLY_RECTANGLE_LABEL, ONLY_LABEL, memberAt.labels, memberAt.text, memberAt.x, memberAt.rotation],
    ...[memberAt.startOffset, memberAt.radiusX, memberAt.ranges, memberAt.confidence],
  ].map(inInts),
  ...[MEDIA_WIDTH, MEDIA_HEIGHT, X, Y, WIDTH, HEIGHT, ROTATION, START, END].map(inDoubles),
]

export function inInts(slot: number): number {
  return slot * INT
}

function inDoubles(slot: number): number {
  return slot * DOUBLE
}

/** Which results are plain. */
export interface PlainResults {
  /** The object tag that is labelled. */
  readonly objectName: string
  /** The control that labels it; by default any. */
  readonly controlName?: string
}

/** Tells a module what is plain; false when that is not known there. */
export function tellPlain(
  module: WasmModule,
  { objectName, controlName = '' }: PlainResults,
  { least, most, keepsCancelled }: AnnotationCounts,
): boolean {
  if (!isPlainName(objectName) || (controlName !== '' && !isPlainName(controlName))) return false
  new Uint32Array(module.memory.buffer, module.slots(), SLOTS.length).set(SLOTS)
  putNames(module, objectName + controlName)
  module.plain(objectName.length, controlName.length, least, Math.min(most, MOST_ANNOTATIONS), !keepsCancelled)
  return true
}

/** Annotations that were left out of the tasks that a module has just printed: the task's number in the batch, and the place of the annotation's row. */
export function cancelledIn({ memory, cancelled }: WasmModule): { readonly task: number; readonly place: number }[] {
  const [count] = new Uint32Array(memory.buffer, cancelled(), 1)
  const numbers = new Uint32Array(memory.buffer, cancelled() + INT, 2 * count!)
  return Array.from({ length: count! }, (_, k) => ({ task: numbers[2 * k]!, place: numbers[2 * k + 1]! }))
}

/** Tells a module what is known of characters, see src/formats/text/letter-kinds.ts. */
export function tellLetters({ memory, letters }: WasmModule, kinds: Uint16Array): void {
  new Uint16Array(memory.buffer, letters(), kinds.length).set(kinds)
}

/** Where a module looks for names; each has to be a plain one. */
export function putNames({ memory, names }: WasmModule, text: string): void {
  const bytes = encodeUtf8(text)
  new Uint8Array(memory.buffer, names(), bytes.length).set(bytes)
}

export function isPlainName(name: string): boolean {
  return /^[\x20-\x5b\x5d-\x7e]{1,16}$/.test(name)
}

/** Tells a module the tasks of a batch; their tables stand behind its rows. Gives where memory is free behind them; undefined where there is none. */
export function tellBatch({ module, count, free, origin, rows, places, tapes, limit }: RowMemory): number | undefined {
  const placesAt = aligned(free)
  const tapesAt = placesAt + places.byteLength
  const behind = aligned(tapesAt + tapes.byteLength)
  if (behind > limit) return undefined
  new Int32Array(module.memory.buffer, placesAt, places.length).set(places)
  new Uint32Array(module.memory.buffer, tapesAt, tapes.length).set(tapes)
  module.batch(count, placesAt, tapesAt, origin, rows)
  return behind
}

function aligned(address: number): number {
  return Math.ceil(address / DOUBLE) * DOUBLE
}
