import type { Tape } from './scan.ts'
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

let kept: WasmModule | undefined

/**
 * Tapes of the JSON values in `ranges`, by the scanner in assembly/scan.ts: the bytes are copied in once, the tokens once out.
 * Undefined stands for what that scanner does not accept; the list is empty where there is no WebAssembly with SIMD.
 */
export function scanWasm(bytes: Uint8Array, ranges: readonly ByteRange[]): (Tape | undefined)[] {
  const module = kept ?? newWasmModule()
  if (module === undefined) return []
  try {
    return scanRanges(module, bytes, ranges)
  } catch (error) {
    if (error instanceof RangeError) return [] // more memory than there is
    throw error
  } finally {
    kept = module.memory.buffer.byteLength <= MAX_KEPT_MEMORY ? module : undefined
  }
}

/** In memory stand the input, a margin, and all tapes one behind the other. */
function scanRanges(module: WasmModule, bytes: Uint8Array, ranges: readonly ByteRange[]): (Tape | undefined)[] {
  let from = bytes.length
  let to = 0
  let scanned = 0
  for (const { start, end } of ranges) {
    from = Math.min(from, start)
    to = Math.max(to, end)
    scanned += Math.max(0, end - start)
  }
  if (from < 0 || to > bytes.length || from > to) return []
  const input = module.heap()
  const tape = alignToken(input + (to - from) + MARGIN)
  growMemory(module, tape + scanned * TOKEN)
  new Uint8Array(module.memory.buffer, input).set(bytes.subarray(from, to))
  const ends = tapeEnds(module, ranges, input - from, tape)
  const numbers = new Uint32Array(module.memory.buffer, tape, ends.at(-1) ?? 0).slice()
  return ends.map((end, k) => {
    const start = ends[k - 1] ?? 0
    return end === start ? undefined : { bytes, tokens: numbers.subarray(start, end) }
  })
}

/** Where each tape ends, in numbers; where the one before does when there is none. `origin` is the address of byte 0, be it there or not. */
function tapeEnds(module: WasmModule, ranges: readonly ByteRange[], origin: number, tape: number): number[] {
  let next = tape
  return ranges.map(({ start, end }) => {
    next = module.scan(origin + start, origin + end, origin, next) >>> 0 || next
    return (next - tape) / 4
  })
}

function alignToken(address: number): number {
  return Math.ceil(address / TOKEN) * TOKEN
}
