import { growMemory, newWasmModule, type WasmModule } from '../json/wasm.ts'

/** As many bytes as are skimmed at a time, at most. */
export const WINDOW = 1 << 20

/** How to go through a task. */
export interface SkimMode {
  /** A root object, whose list of tasks may be all that counts: stops before each list at depth 1. */
  readonly isRoot: boolean
  /** A line: stops before a new line. */
  readonly isLine: boolean
  /**
   * Told where one task ended and where the next starts, what lines have ended up to there and where the last one did: where both
   * are objects with nothing odd between them, it may go on from one to the next. Without it, it does not.
   */
  readonly onSeam: ((end: number, start: number, newLines: number, lastNewLine: number) => void) | undefined
}

/** How deep in brackets we are, and whether in a string and behind a backslash there; then what the last skim has passed. */
export class Nesting {
  depth = 0
  inString = false
  escaped = false
  newLines = 0
  /** Where the last of them stands. */
  lastNewLine = 0
  /** One of them is inside a task, and outside its strings. */
  hasNewLineOutsideStrings = false

  enter(depth: number): void {
    this.depth = depth
    this.inString = false
    this.escaped = false
  }

  stepInString(byte: number): void {
    if (this.escaped) this.escaped = false
    else if (byte === 0x5c) this.escaped = true
    else if (byte === 0x22) this.inString = false
  }
}

/**
 * Goes on from `at`, inside a bracket, and stops before the closer that ends the task, before what `mode` says, or at the end.
 * @param chunk at most {@link WINDOW} bytes; the same object must hold the same bytes
 */
export function skim(chunk: Uint8Array, at: number, nesting: Nesting, mode: SkimMode): number {
  const skimmer = owners.get(chunk.buffer) ?? ownSkimmer()
  return skimmer === undefined ? skimPlain(chunk, at, nesting, mode) : skimmer.skim(chunk, at, nesting, mode)
}

/** For where there is no WebAssembly. It never goes on into the next task. */
export function skimPlain(chunk: Uint8Array, from: number, nesting: Nesting, { isRoot, isLine }: SkimMode): number {
  nesting.newLines = 0
  nesting.hasNewLineOutsideStrings = false
  for (let at = from; at < chunk.length; at++) {
    const byte = chunk[at]!
    if (byte === 0x0a) {
      if (isLine) return at
      nesting.newLines++
      nesting.lastNewLine = at
      if (!nesting.inString) nesting.hasNewLineOutsideStrings = true
    }
    if (nesting.inString) nesting.stepInString(byte)
    else if (byte === 0x22) nesting.inString = true
    else if (byte === 0x7b || byte === 0x5b) {
      if (isRoot && byte === 0x5b && nesting.depth === 1) return at
      nesting.depth++
    } else if (byte === 0x7d || byte === 0x5d) {
      if (nesting.depth === 1) return at
      nesting.depth--
    }
  }
  return chunk.length
}

/** Buffers to read into in turn. Skimming what is in them needs no copy. */
export type Windows = readonly [Uint8Array, Uint8Array]

const idle: Windows[] = []
const owners = new WeakMap<ArrayBufferLike, Skimmer>()
let own: Skimmer | undefined

/** To be given back to {@link returnWindows} when nothing reads into them any more. */
export function takeWindows(): Windows {
  return idle.pop() ?? newSkimmer()?.windows ?? [new Uint8Array(WINDOW), new Uint8Array(WINDOW)]
}

export function returnWindows(windows: Windows): void {
  idle.push(windows)
}

/** For chunks that are elsewhere. */
function ownSkimmer(): Skimmer | undefined {
  own ??= newSkimmer()
  return own
}

function newSkimmer(): Skimmer | undefined {
  const module = newWasmModule()
  if (module === undefined) return undefined
  const skimmer = new Skimmer(module)
  owners.set(module.memory.buffer, skimmer)
  return skimmer
}

/** assembly/skim.ts and its memory. */
class Skimmer {
  readonly windows: Windows
  readonly #module: WasmModule
  readonly #state: Uint32Array
  readonly #seams: Uint32Array
  #loaded: Uint8Array | undefined

  constructor(module: WasmModule) {
    const input = module.heap()
    growMemory(module, input + 2 * WINDOW)
    const { buffer } = module.memory
    this.windows = [new Uint8Array(buffer, input, WINDOW), new Uint8Array(buffer, input + WINDOW, WINDOW)]
    this.#module = module
    this.#state = new Uint32Array(buffer, module.state(), 7)
    this.#seams = new Uint32Array(buffer, module.seams(), 4096)
  }

  skim(chunk: Uint8Array, at: number, nesting: Nesting, { isRoot, isLine, onSeam }: SkimMode): number {
    const base = chunk.buffer === this.#state.buffer ? chunk.byteOffset : this.#load(chunk)
    const state = this.#state
    state[0] = nesting.depth
    state[1] = Number(nesting.inString)
    state[2] = Number(nesting.escaped)
    const mode = Number(isRoot) | (Number(isLine) << 1) | (Number(onSeam !== undefined) << 2)
    const end = this.#module.skim(base + at, base + chunk.length, mode)
    nesting.depth = state[0]
    nesting.inString = state[1] === 1
    nesting.escaped = state[2] === 1
    nesting.newLines = state[3]!
    nesting.lastNewLine = state[4]! - base
    nesting.hasNewLineOutsideStrings = state[5] === 1
    for (let k = 0; k < 4 * state[6]!; k += 4)
      onSeam?.(this.#seams[k]! - base, this.#seams[k + 1]! - base, this.#seams[k + 2]!, this.#seams[k + 3]! - base)
    return end - base
  }

  #load(chunk: Uint8Array): number {
    const [window] = this.windows
    if (this.#loaded !== chunk) window.set(chunk)
    this.#loaded = chunk
    return window.byteOffset
  }
}
