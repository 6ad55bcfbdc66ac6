import type { Level, Outline, Rows, StepKind } from './outline.ts'
import type { Tape } from './scan.ts'
import { encodeUtf8 } from './utf8.ts'
import { growMemory, newWasmModule, type WasmModule } from './wasm.ts'

/** Where values stand in some bytes. */
export interface ByteRanges {
  readonly length: number
  startOf(k: number): number
  endOf(k: number): number
}

/** Where one value stands. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

export function listedRanges(list: readonly ByteRange[]): ByteRanges {
  return { length: list.length, startOf: (k) => list[k]!.start, endOf: (k) => list[k]!.end }
}

const TOKEN = 8 // bytes
const INT = 4 // bytes
const MARGIN = 64 // bytes behind the input that the scanner looks at in its steps of 16
/** Memory of a module does not shrink: one that had to take in a giant is given up. */
const MAX_KEPT_MEMORY = 64 * 1024 * 1024

/** A module, told what to look for, with the strings that it gave numbers to. */
interface Scanner {
  readonly module: WasmModule
  readonly names: (string | undefined)[]
}

/** Scanners that are not in use, by outline. */
const idle = new Map<Outline | undefined, Scanner[]>()

/** A tape with the place of its first row; no rows where there is no outline, or a key is spelled with an escape. */
export interface Scanned {
  readonly tape: Tape
  readonly rows: Rows | undefined
  readonly place: number
}

/** Rows in the memory of their module, for what goes on with them in there; addresses, good until `end` is called. */
export interface RowMemory {
  readonly module: WasmModule
  /** Of byte 0 of the input, be it there or not. */
  readonly origin: number
  /** Of the first row, from which the places of others count, in numbers. */
  readonly rows: number
  /** How many values there are. */
  readonly count: number
  /** Of each value where its tape starts, and the place of its row; one more is where the last end. A value has none whose own ends where it starts. */
  readonly tapes: Uint32Array
  readonly places: Int32Array
  /** What nobody uses: [free, limit). */
  readonly free: number
  readonly limit: number
}

/** What a scanner has found; tapes and rows may be views of its memory, good until `end` is called. */
export interface Scan {
  /** The k-th value; undefined stands for what the scanner does not accept. */
  valueAt(k: number): Scanned | undefined
  /** Where there are rows that are no copies, and room behind them. */
  readonly memory: RowMemory | undefined
  end(): void
}

/**
 * The tape of the JSON value in `bytes[start, end)`, by the scanner in assembly/scan.ts: the bytes are copied in once, the tokens once out.
 * Undefined stands for what that scanner does not accept, and for where there is no WebAssembly with SIMD.
 */
export function scanWasm(bytes: Uint8Array, start: number, end: number): Tape | undefined {
  const scan = startScan(bytes, listedRanges([{ start, end }]), { isKept: true })
  scan.end()
  return scan.valueAt(0)?.tape
}

export interface ScanOptions {
  readonly outline?: Outline | undefined
  /** Whether tapes and rows are copies, which stay good behind `end`. */
  readonly isKept?: boolean
  /** Rows have no doubles: for who wants none of most. */
  readonly isWithoutDoubles?: boolean | undefined
  /** So many times the memory of the rows is left free behind them, at least. */
  readonly spare?: number
}

/** Scans the JSON values in `ranges`, and makes rows where there is an outline. */
export function startScan(bytes: Uint8Array, ranges: ByteRanges, options: ScanOptions): Scan {
  const { outline } = options
  const scanner = idle.get(outline)?.pop() ?? newScanner(outline)
  if (scanner === undefined) return NOTHING
  try {
    return { ...scanRanges(scanner, bytes, ranges, options), end: () => putBack(scanner, outline) }
  } catch (error) {
    putBack(scanner, outline)
    if (error instanceof RangeError) return NOTHING // more memory than there is
    throw error
  }
}

const NOTHING: Scan = { valueAt: () => undefined, memory: undefined, end: () => undefined }

function putBack(scanner: Scanner, outline: Outline | undefined): void {
  if (scanner.module.memory.buffer.byteLength > MAX_KEPT_MEMORY) return
  const others = idle.get(outline) ?? []
  others.push(scanner)
  idle.set(outline, others)
}

function newScanner(outline: Outline | undefined): Scanner | undefined {
  const module = newWasmModule()
  if (module === undefined) return undefined
  for (const [k, level] of outline?.entries() ?? []) describeLevel(module, k, level)
  return { module, names: [] }
}

const STEP_KINDS: Readonly<Record<StepKind, number>> = { list: 0, members: 1, name: 2, 'lone-name': 3, number: 4, hash: 5 }

function describeLevel(module: WasmModule, number: number, level: Level): void {
  module.level(number, level.size * 4)
  for (const [key, slot] of level.keys) describeKey(module, number, key, slot)
  for (const [key, slot] of level.memberKeys) describeKey(module, number + 1, key, slot)
  for (const { kind, slot, outcome } of level.steps)
    module.step(number, STEP_KINDS[kind], slot, kind === 'number' ? 2 * outcome : outcome)
}

function describeKey(module: WasmModule, number: number, key: string, slot: number): void {
  const bytes = encodeUtf8(key)
  new Uint8Array(module.memory.buffer, module.heap()).set(bytes)
  module.key(number, module.heap(), bytes.length, slot)
}

/** In memory stand the input, a margin, all tapes one behind the other, and all rows. */
function scanRanges(
  { module, names }: Scanner,
  bytes: Uint8Array,
  ranges: ByteRanges,
  { outline, isKept = false, isWithoutDoubles = false, spare = 0 }: ScanOptions,
): Pick<Scan, 'valueAt' | 'memory'> {
  const { from: first, to, size } = hull(ranges)
  if (first < 0 || to > bytes.length || first > to) return NOTHING
  const from = first - (first % TOKEN) // shared memory is copied in words, where they stand alike in both
  const input = module.heap()
  const tape = alignToken(input + (to - from) + MARGIN)
  growMemory(module, tape + size * TOKEN)
  new Uint8Array(module.memory.buffer, input).set(bytes.subarray(from, to))
  const origin = input - from
  const tapes = scanTapes(module, ranges, origin, tape)
  const rows = tapes[ranges.length]!
  module.readNumbers(!isWithoutDoubles)
  const places = outline === undefined ? new Int32Array(ranges.length + 1) : outlineRows(module, tapes, origin)
  const free = rows + INT * places[ranges.length]!
  const limit = free + spare * (free - rows)
  growMemory(module, limit) // before there are views of it
  const buffer = isKept ? module.memory.buffer.slice(tape, free) : module.memory.buffer
  const moved = isKept ? tape : 0
  const ints = new Int32Array(buffer, rows - moved, places[ranges.length]!)
  const doubles = new Float64Array(buffer, ints.byteOffset, ints.length / 2)
  const valueAt = (k: number): Scanned | undefined => {
    const count = (tapes[k + 1]! - tapes[k]!) / INT
    if (!(count > 0)) return undefined
    const own: Tape = { bytes, tokens: new Uint32Array(buffer, tapes[k]! - moved, count) }
    const hasRows = places[k] !== places[k + 1]
    return { tape: own, rows: hasRows ? { tape: own, ints, doubles, names } : undefined, place: places[k]! }
  }
  if (outline === undefined || isKept || spare === 0) return { valueAt, memory: undefined }
  return { valueAt, memory: { module, count: ranges.length, origin, rows, tapes, places, free, limit: buffer.byteLength } }
}

/** The bytes from the first to the last range, and how many are in one. */
function hull(ranges: ByteRanges): { readonly from: number; readonly to: number; readonly size: number } {
  let [from, to, size] = [Number.POSITIVE_INFINITY, 0, 0]
  for (let k = 0; k < ranges.length; k++) {
    const start = ranges.startOf(k)
    const end = ranges.endOf(k)
    from = Math.min(from, start)
    to = Math.max(to, end)
    size += Math.max(0, end - start)
  }
  return { from, to, size }
}

/** Where each tape starts, and the last ends; one that ends where it starts is none. `origin` is the address of byte 0, be it there or not. */
function scanTapes(module: WasmModule, ranges: ByteRanges, origin: number, tape: number): Uint32Array {
  const tapes = new Uint32Array(ranges.length + 1)
  tapes[0] = tape
  for (let k = 0; k < ranges.length; k++)
    tapes[k + 1] = module.scan(origin + ranges.startOf(k), origin + ranges.endOf(k), origin, tapes[k]!) || tapes[k]!
  return tapes
}

/** Where the rows of each tape start, and the last end, in the same way. */
function outlineRows(module: WasmModule, tapes: Uint32Array, origin: number): Int32Array {
  const places = new Int32Array(tapes.length)
  const rows = tapes[tapes.length - 1]!
  for (let k = 0; k < tapes.length - 1; k++) {
    const at = rows + INT * places[k]!
    const end = tapes[k] === tapes[k + 1] ? at : module.outline(tapes[k]!, origin, rows, at) >>> 0 || at
    places[k + 1] = (end - rows) / INT
  }
  return places
}

function alignToken(address: number): number {
  return Math.ceil(address / TOKEN) * TOKEN
}
