import { SCAN_WASM } from './scan-wasm-code.ts'
import { bytesOfBase64 } from './utf8.ts'

/** What assembly/ exports. Addresses are 32 bits wide and come back signed. */
export interface WasmModule {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  /** The first address that is free. */
  heap(): number
  scan(at: number, end: number, origin: number, tape: number): number
  level(number: number, bytes: number): void
  key(number: number, at: number, length: number, slot: number): void
  step(number: number, kind: number, slot: number, outcome: number): void
  readNumbers(isWanted: boolean): void
  outline(tape: number, origin: number, rows: number, to: number): number
  state(): number
  seams(): number
  skim(at: number, end: number, mode: number): number
  slots(): number
  names(): number
  plain(
    objectLength: number,
    controlLength: number,
    leastAnnotations: number,
    mostAnnotations: number,
    leavesOutCancelled: boolean,
  ): void
  cancelled(): number
  batch(tasks: number, places: number, tapes: number, origin: number, rows: number): void
  boxStyle(decimals: number, allCorners: boolean, keyLength: number): number
  printBoxes(first: number, images: number, boxes: number, members: number, limit: number): number
  boxOutcome(): number
  programs(): number
  texts(): number
  dataKeys(): number
  recordStyle(keys: number, repeated: boolean, compact: boolean, gaps: number, recordGap: number, rowGap: number): void
  recordText(key: number): void
  printRecords(first: number, at: number, limit: number): number
  recordOutcome(): number
  letters(): number
  abbreviations(): number
  knowAbbreviations(plain: number, counted: number): number
  tokenStyle(keyLength: number, headerLength: number, outsideLength: number): void
  printTokens(first: number, tasks: number, bytes: number, limit: number): number
  tokenOutcome(): number
}

/** The part of the WebAssembly interface in use; Node has it, but its types do not. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (
    module: object,
    imports: { readonly math: Pick<Math, 'cos' | 'sin'> },
  ) => { readonly exports: WasmModule }
}

const PAGE = 65536 // bytes
let compiled: object | 'unavailable' | undefined

/** A new instance with a memory of its own; undefined where there is no WebAssembly with SIMD. Compiled once, when first needed. */
export function newWasmModule(): WasmModule | undefined {
  compiled ??= compile()
  return compiled === 'unavailable' ? undefined : new WebAssembly.Instance(compiled, { math: Math }).exports
}

/** Makes memory go on up to this address. @throws RangeError when there is not that much */
export function growMemory({ memory }: WasmModule, end: number): void {
  const missing = end - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
}

function compile(): object | 'unavailable' {
  if (typeof WebAssembly !== 'object') return 'unavailable'
  try {
    return new WebAssembly.Module(bytesOfBase64(SCAN_WASM))
  } catch {
    return 'unavailable' // no SIMD here, or a page that allows none
  }
}
