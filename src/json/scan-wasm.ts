import type { Level, Outline, Rows, StepKind } from './outline.ts'
import type { Tape } from './scan.ts'
import { encodeUtf8 } from './utf8.ts'
import { growMemory, newWasmModule, type WasmModule } from './wasm.ts'

/** Where one value stands in some bytes. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

const TOKEN = 8 // bytes
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
  /** Of each value where its tape starts, and the place of its row; -1 where it has none. */
  readonly tapes: readonly number[]
  readonly places: readonly number[]
  /** What nobody uses: [free, limit). */
  readonly free: number
  readonly limit: number
}

/** What a scanner has found; tapes and rows may be views of its memory, good until `end` is called. Undefined stands for what it does not accept. */
export interface Scan {
  readonly values: readonly (Scanned | undefined)[]
  /** Where there are rows that are no copies, and room behind them. */
  readonly memory: RowMemory | undefined
  end(): void
}

/**
 * Tapes of the JSON values in `ranges`, by the scanner in assembly/scan.ts: the bytes are copied in once, the tokens once out.
 * Undefined stands for what that scanner does not accept; the list is empty where there is no WebAssembly with SIMD.
 */
export function scanWasm(bytes: Uint8Array, ranges: readonly ByteRange[]): (Tape | undefined)[] {
  const { values, end } = startScan(bytes, ranges, { isKept: true })
  end()
  return values.map((scanned) => scanned?.tape)
}

export interface ScanOptions {
  readonly outline?: Outline | undefined
  /** Whether tapes and rows are copies, which stay good behind `end`. */
  readonly isKept?: boolean
  /** So many times the memory of the rows is left free behind them, at least. */
  readonly spare?: number
}

/** The same with rows, where there is an outline. */
export function startScan(bytes: Uint8Array, ranges: readonly ByteRange[], options: ScanOptions): Scan {
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

const NOTHING: Scan = { values: [], memory: undefined, end: () => undefined }

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
  ranges: readonly ByteRange[],
  { outline, isKept = false, spare = 0 }: ScanOptions,
): Pick<Scan, 'values' | 'memory'> {
  let from = bytes.length
  let to = 0
  let scanned = 0
  for (const { start, end } of ranges) {
    from = Math.min(from, start)
    to = Math.max(to, end)
    scanned += Math.max(0, end - start)
  }
  if (from < 0 || to > bytes.length || from > to) return NOTHING
  const input = module.heap()
  const tape = alignToken(input + (to - from) + MARGIN)
  growMemory(module, tape + scanned * TOKEN)
  new Uint8Array(module.memory.buffer, input).set(bytes.subarray(from, to))
  const origin = input - from
  const ends = tapeEnds(module, ranges, origin, tape)
  const rows = tape + 4 * (ends.at(-1) ?? 0)
  const places = outline === undefined ? [] : rowPlaces(module, ends, origin, tape)
  const free = rows + 4 * (places.at(-1) ?? 0)
  const limit = free + spare * (free - rows)
  growMemory(module, limit) // before there are views of it
  const buffer = isKept ? module.memory.buffer.slice(tape, free) : module.memory.buffer
  const start = isKept ? 0 : tape
  const ints = new Int32Array(buffer, start + rows - tape, places.at(-1) ?? 0)
  const doubles = new Float64Array(buffer, ints.byteOffset, ints.length / 2)
  const values = ends.map((end, k) => {
    const from = ends[k - 1] ?? 0
    if (end === from) return undefined
    const own: Tape = { bytes, tokens: new Uint32Array(buffer, start + 4 * from, end - from) }
    const place = places[k - 1] ?? 0
    return { tape: own, rows: place === (places[k] ?? 0) ? undefined : { tape: own, ints, doubles, names }, place }
  })
  if (outline === undefined || isKept || spare === 0) return { values, memory: undefined }
  return { values, memory: { module, origin, rows, ...startsOf(ends, places, tape), free, limit: buffer.byteLength } }
}

/** Where the tape of each value starts, and its row. */
function startsOf(ends: readonly number[], places: readonly number[], tape: number): Pick<RowMemory, 'tapes' | 'places'> {
  return {
    tapes: ends.map((_, k) => tape + 4 * (ends[k - 1] ?? 0)),
    places: places.map((end, k) => ((places[k - 1] ?? 0) === end ? -1 : (places[k - 1] ?? 0))),
  }
}

/** Where each tape ends, in numbers; where the one before does when there is none. `origin` is the address of byte 0, be it there or not. */
function tapeEnds(module: WasmModule, ranges: readonly ByteRange[], origin: number, tape: number): number[] {
  let next = tape
  return ranges.map(({ start, end }) => {
    next = module.scan(origin + start, origin + end, origin, next) >>> 0 || next
    return (next - tape) / 4
  })
}

/** Where the rows of each tape end, in the same way. */
function rowPlaces(module: WasmModule, ends: readonly number[], origin: number, tape: number): number[] {
  const rows = tape + 4 * (ends.at(-1) ?? 0)
  let next = rows
  return ends.map((end, k) => {
    const start = ends[k - 1] ?? 0
    if (end > start) next = module.outline(tape + 4 * start, origin, rows, next) >>> 0 || next
    return (next - rows) / 4
  })
}

function alignToken(address: number): number {
  return Math.ceil(address / TOKEN) * TOKEN
}
