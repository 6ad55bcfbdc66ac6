import { annotationAt, memberAt, resultAt, taskAt } from '../dialects/task-outline.ts'
import type { Piece, PlainField, RecordRun, RecordStyle } from '../formats/shared/record-run.ts'
import { joinBytes } from '../json/bytes.ts'
import type { RowMemory } from '../json/scan-wasm.ts'
import { encodeUtf8 } from '../json/utf8.ts'
import type { WasmModule } from '../json/wasm.ts'
import { inInts, isPlainName, tellBatch, tellLetters, tellPlain } from './plain-memory.ts'
import type { AnnotationCounts } from './select-task.ts'

/** What assembly/records.ts has room for. */
const MOST_PIECES = 64
const MOST_TEXT = 4096 // bytes
const MOST_KEYS = 32
const KEY = 16 // bytes
const NUMBERS = 3 // of a piece

/** What it has `Piece` for, and `Whose`. */
const KINDS = { text: 1, cell: 2, json: 3, 'data-cell': 4, 'data-members': 5, value: 6, label: 7 }
const OF_TASK = 0
const OF_ANNOTATION = 1
const OF_RESULT = 2

/** Prints the tasks of a batch as records, from their rows. */
export class RecordPrinting {
  readonly #memory: RowMemory
  /** Where records go; undefined when nothing can be printed. */
  readonly #at: number | undefined

  constructor(memory: RowMemory, style: RecordStyle, counts: AnnotationCounts) {
    this.#memory = memory
    const isPossible = tellPlain(memory.module, style, counts) && tellRecords(memory.module, style)
    this.#at = isPossible ? tellBatch(memory) : undefined
  }

  /** Prints as many tasks as can be printed from the k-th on; undefined when that one cannot. */
  print(k: number): RecordRun | undefined {
    const at = this.#at
    if (at === undefined) return undefined
    const { module, limit } = this.#memory
    const next = module.printRecords(k, at, limit)
    if (next === k) return undefined
    const { buffer } = module.memory
    const [records, regions, end] = new Uint32Array(buffer, module.recordOutcome(), 3)
    return { tasks: next - k, records: records!, regions: regions!, bytes: new Uint8Array(buffer, at, end! - at) }
  }
}

/** Says what records look like; false when that is too much. */
function tellRecords(module: WasmModule, style: RecordStyle): boolean {
  const { dataKeys, text, isRepeated, isTable, betweenRecords, betweenRows } = style
  const texts = new Texts()
  const programs = [style.head, style.row, style.tail, style.bare].map((pieces) =>
    joined(pieces).flatMap((piece) => numbersOf(piece, texts, style)),
  )
  const gaps = texts.add(betweenRecords + betweenRows)
  const isTooMuch = texts.size > MOST_TEXT || dataKeys.length > MOST_KEYS || !dataKeys.every(isPlainName)
  if (text !== undefined && !dataKeys.includes(text.key)) return false
  if (isTooMuch || programs.some((numbers) => numbers.length >= MOST_PIECES * NUMBERS)) return false
  const { buffer } = module.memory
  const pieces = new Uint32Array(buffer, module.programs(), programs.length * MOST_PIECES * NUMBERS).fill(0)
  for (const [k, numbers] of programs.entries()) pieces.set(numbers, k * MOST_PIECES * NUMBERS)
  new Uint8Array(buffer, module.texts(), MOST_TEXT).set(texts.bytes())
  const keys = new Uint8Array(buffer, module.dataKeys(), MOST_KEYS * KEY).fill(0)
  for (const [k, key] of dataKeys.entries()) keys.set(encodeUtf8(key), k * KEY)
  const [recordGap, rowGap] = [betweenRecords, betweenRows].map((text) => encodeUtf8(text).length)
  if (text !== undefined) tellLetters(module, text.letters)
  module.recordText(text === undefined ? -1 : dataKeys.indexOf(text.key))
  module.recordStyle(dataKeys.length, isRepeated, isTable, gaps, recordGap!, rowGap!)
  return true
}

/** Texts that follow each other become one. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const whole: Piece[] = []
  for (const piece of pieces) {
    const last = whole.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') whole[whole.length - 1] = last + piece
    else whole.push(piece)
  }
  return whole
}

/** Texts of pieces, one behind the other. */
class Texts {
  readonly #parts: Uint8Array[] = []
  size = 0

  /** Gives the place where it stands. */
  add(text: string): number {
    const bytes = encodeUtf8(text)
    this.#parts.push(bytes)
    this.size += bytes.length
    return this.size - bytes.length
  }

  bytes(): Uint8Array {
    return joinBytes(this.#parts)
  }
}

/** A piece by the numbers that it has in assembly/records.ts. */
function numbersOf(piece: Piece, texts: Texts, { text }: RecordStyle): readonly number[] {
  if (typeof piece === 'string') return [KINDS.text, texts.add(piece), encodeUtf8(piece).length]
  const kind = KINDS[piece.kind]
  switch (piece.kind) {
    case 'cell':
    case 'json':
      return [kind, ...placeOf(piece.of)]
    case 'data-cell':
      return [kind, piece.key, 0]
    case 'data-members':
      return [kind, 1, 0]
    case 'value':
      return [kind, piece.depth, 0]
    case 'label':
      return [kind, OF_RESULT, inInts(text === undefined ? memberAt.rectanglelabels : memberAt.labels)]
  }
}

/** Whose row, and where in it, in bytes. */
function placeOf(field: PlainField): readonly [number, number] {
  switch (field[0]) {
    case 'task':
      return [OF_TASK, inInts(taskAt[field[1]])]
    case 'annotation':
      return [OF_ANNOTATION, inInts(annotationAt[field[1]])]
    case 'result':
      return [OF_RESULT, inInts(resultAt[field[1]])]
    case 'value':
      return [OF_RESULT, inInts(memberAt[field[1]])]
  }
}
