import { growMemory, newWasmModule, type WasmModule } from '../json/wasm.ts'

/** Bytes that are copied into the module's memory at a time. */
const WINDOW = 256 * 1024

/** How deep in brackets, and whether in a string and behind a backslash there. */
export interface Depth {
  readonly depth: number
  readonly inString: boolean
  readonly escaped: boolean
}

/** What was skipped: up to `at`. */
export interface Skimmed extends Depth {
  readonly at: number
  readonly newLines: number
  /** Where the last of them stands. */
  readonly lastNewLine: number
  readonly hasNewLineOutsideStrings: boolean
}

let skimmer: Skimmer | undefined

/** The one skimmer of this thread; undefined where there is no WebAssembly with SIMD. */
export function needSkimmer(): Skimmer | undefined {
  if (skimmer === undefined) {
    const module = newWasmModule()
    if (module !== undefined) skimmer = new Skimmer(module)
  }
  return skimmer
}

/** Steps fast over the inside of tasks: assembly/skim.ts, and the part of the chunk that is in its memory. */
export class Skimmer {
  readonly #module: WasmModule
  readonly #input: number // address
  readonly #memory: Uint8Array
  readonly #state: Uint32Array
  #chunk: Uint8Array | undefined
  #from = 0 // the window
  #to = 0

  constructor(module: WasmModule) {
    this.#module = module
    this.#input = module.heap()
    growMemory(module, this.#input + WINDOW)
    this.#memory = new Uint8Array(module.memory.buffer, this.#input, WINDOW)
    this.#state = new Uint32Array(module.memory.buffer, module.state(), 6)
  }

  /** To be called when a chunk's bytes may have changed. */
  forget(): void {
    this.#chunk = undefined
  }

  /**
   * Goes on from `at`, deeper than `floor`, and stops before the closer that leads to `floor`, before a new line if it is to
   * stop there, at the end, or anywhere before.
   */
  skim(chunk: Uint8Array, at: number, { depth, inString, escaped }: Depth, floor: number, stopsAtNewLine: boolean): Skimmed {
    if (this.#chunk !== chunk || at < this.#from || at >= this.#to) this.#load(chunk, at)
    const state = this.#state
    state[0] = depth
    state[1] = Number(inString)
    state[2] = Number(escaped)
    state[3] = 0
    state[5] = 0
    const shift = this.#input - this.#from
    const end = this.#module.skim(at + shift, this.#to + shift, floor, stopsAtNewLine)
    return {
      at: end - shift,
      depth: state[0],
      inString: state[1] === 1,
      escaped: state[2] === 1,
      newLines: state[3],
      lastNewLine: state[4]! - shift,
      hasNewLineOutsideStrings: state[5] === 1,
    }
  }

  #load(chunk: Uint8Array, at: number): void {
    this.#chunk = chunk
    this.#from = at
    this.#to = Math.min(at + WINDOW, chunk.length)
    this.#memory.set(chunk.subarray(this.#from, this.#to))
  }
}
