import { GoldpanError, type Where } from '../model/error.ts'

/** One task's bytes in a batch, and where they stand in their file: byte from 0, line and column (bytes) from 1. */
export interface RawTask {
  readonly start: number
  readonly end: number
  readonly file: string
  readonly byte: number
  readonly line: number
  readonly column: number
}

/** About a mebibyte of tasks, cut at task boundaries; `firstIndex` is the first task's place in the whole input. */
export interface RawBatch {
  readonly bytes: Uint8Array
  readonly tasks: readonly RawTask[]
  readonly firstIndex: number
}

/** What may be wrong with the frame round the tasks. */
export interface FrameNotes {
  /** Nothing more can be read from this file; what was read before is good. */
  damaged(error: GoldpanError): void
  trailingComma(where: Where): void
}

export interface CutTask {
  readonly bytes: Uint8Array
  readonly byte: number
  readonly line: number
  readonly column: number
}

/** A task may have at most this many bytes: an export that never ends must not take the memory of the machine. */
export const MAX_TASK_BYTES = 256 * 1024 * 1024

/**
 * Cuts the bytes of one file into tasks without parsing them: an array of tasks, one task, `{"tasks": [...]}` or one task per line.
 * Knows strings and nesting, nothing else; whether a task is valid JSON is found out when it is scanned.
 * Holds no more than the current task and chunk.
 *
 * @throws GoldpanError `input-empty`, `input-encoding`, `input-shape`, `task-too-large`
 */
export class TaskCutter {
  readonly #file: string
  readonly #onTask: (task: CutTask) => void
  readonly #notes: FrameNotes
  #state: 'start' | 'between' | 'list' | 'element' | 'root' | 'wrapper-end' | 'damaged' = 'start'
  #chunks: Uint8Array[] = [] // bytes of the current task from earlier chunks
  #held = 0
  #depth = 0
  #inString = false
  #escaped = false
  #isWrapped = false
  #afterComma = false
  #needsComma = false
  #roots = 0
  #isPretty = false // the first root object spans lines, so lines are no tasks
  #taskByte = 0
  #taskLine = 1
  #taskColumn = 1
  #byte = 0 // of the current chunk's first byte
  #line = 1
  #lineByte = 0 // where the current line starts
  #keyStart = -1 // of a key at depth 1 of a root object, in held bytes

  constructor(file: string, onTask: (task: CutTask) => void, notes: FrameNotes) {
    this.#file = file
    this.#onTask = onTask
    this.#notes = notes
  }

  push(chunk: Uint8Array): void {
    let at = this.#byte === 0 && this.#state === 'start' ? this.#skipMark(chunk) : 0
    while (at < chunk.length && this.#state !== 'damaged') {
      at = this.#state === 'element' || this.#state === 'root' ? this.#inside(chunk, at) : this.#outside(chunk, at)
    }
    this.#byte += chunk.length
  }

  end(): void {
    if (this.#state === 'start')
      throw new GoldpanError(
        'input-empty',
        'the input is empty',
        'expected tasks as JSON: a list, one object, or one object per line',
        { file: this.#file, byte: this.#byte },
      )
    if (this.#state === 'element' || this.#state === 'root')
      this.#damage(`it ends inside a task that starts at line ${this.#taskLine}, column ${this.#taskColumn}`, this.#byte)
    else if (this.#state === 'list') this.#damage("it ends inside the list of tasks, expected ']'", this.#byte)
  }

  #skipMark(chunk: Uint8Array): number {
    const [a, b, c] = chunk
    if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || (a === 0 && b !== undefined) || (a !== undefined && b === 0))
      throw new GoldpanError(
        'input-encoding',
        'the input is UTF-16 or UTF-32, expected UTF-8',
        'convert it first: iconv -f UTF-16 -t UTF-8',
        { file: this.#file, byte: 0 },
      )
    return a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0
  }

  /** Between tasks: white space, commas, brackets of the list. */
  #outside(chunk: Uint8Array, from: number): number {
    let at = from
    for (; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (byte === 0x0a) this.#newLine(at)
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) continue
      if (this.#state === 'wrapper-end') continue // what stands behind the list of {"tasks": […]} is of no use here
      return this.#frameByte(byte, at)
    }
    return at
  }

  #frameByte(byte: number, at: number): number {
    if (this.#state === 'list') {
      if (byte === 0x2c /* , */) {
        if (!this.#needsComma) return this.#damage('expected a task, found a comma', this.#byte + at)
        this.#afterComma = true
        this.#needsComma = false
        return at + 1
      }
      if (byte === 0x5d /* ] */) {
        if (this.#afterComma) this.#notes.trailingComma({ file: this.#file, ...this.#place(this.#byte + at) })
        this.#state = this.#isWrapped ? 'wrapper-end' : 'between'
        return at + 1
      }
      if (this.#needsComma) return this.#damage(`expected ',' or ']' between tasks, found ${printByte(byte)}`, this.#byte + at)
      return this.#open('element', at)
    }
    if (byte === 0x5b /* [ */ && this.#state === 'start') {
      this.#state = 'list'
      return at + 1
    }
    if (byte === 0x7b /* { */ || (this.#roots > 0 && !this.#isWrapped)) return this.#open('root', at)
    if (this.#state === 'start' || this.#roots === 0)
      throw new GoldpanError(
        'input-shape',
        `expected '[' or '{', found ${printByte(byte)}`,
        'tasks are JSON: a list, one object, {"tasks": […]}, or one object per line',
        { file: this.#file, ...this.#place(this.#byte + at) },
      )
    return this.#damage(`expected the end or another task, found ${printByte(byte)}`, this.#byte + at)
  }

  #open(state: 'element' | 'root', at: number): number {
    this.#state = state
    if (state === 'root') this.#roots++
    this.#chunks = []
    this.#held = 0
    this.#depth = 0
    this.#inString = false
    this.#escaped = false
    this.#keyStart = -1
    const place = this.#place(this.#byte + at)
    this.#taskByte = place.byte
    this.#taskLine = place.line
    this.#taskColumn = place.column
    return at
  }

  /** Inside a task: to its end, or to the end of the chunk. */
  #inside(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (byte === 0x5c) this.#escaped = true
        else if (byte === 0x22) this.#inString = false
        else if (byte === 0x0a) {
          this.#newLine(at)
          if (this.#state === 'root' && this.#isLine()) return this.#finish(chunk, from, at) // a broken line of NDJSON costs that line only
        }
        continue
      }
      if (byte === 0x22) {
        this.#inString = true
        if (this.#depth === 1) this.#keyStart = this.#held + at - from
      } else if (byte === 0x7b || byte === 0x5b) {
        if (byte === 0x5b && this.#depth === 1 && this.#state === 'root' && this.#isTasksKey(chunk, from, at))
          return this.#enterWrapper(at)
        this.#depth++
      } else if (byte === 0x7d || byte === 0x5d) {
        if (this.#depth === 0) return this.#finish(chunk, from, at) // the list's own bracket, behind a bare word
        if (--this.#depth === 0) return this.#finish(chunk, from, at + 1)
      } else if (byte === 0x2c && this.#depth === 0) return this.#finish(chunk, from, at)
      else if (byte === 0x0a) {
        this.#newLine(at)
        if (this.#state === 'root' && this.#isLine()) return this.#finish(chunk, from, at)
        this.#isPretty = true
      }
    }
    this.#hold(chunk.slice(from))
    return chunk.length
  }

  /** From the second root object on, or in a file named so, every line is a task; unless the first object spans lines. */
  #isLine(): boolean {
    return (this.#roots > 1 && !this.#isPretty) || /\.(jsonl|ndjson)(\.gz)?$/i.test(this.#file)
  }

  #isTasksKey(chunk: Uint8Array, from: number, at: number): boolean {
    if (this.#keyStart < 0) return false
    const seen = joinBytes([...this.#chunks, chunk.subarray(from, at)])
    return /^"tasks"\s*:\s*$/.test(new TextDecoder().decode(seen.subarray(this.#keyStart)))
  }

  #enterWrapper(at: number): number {
    this.#state = 'list'
    this.#isWrapped = true
    this.#chunks = []
    this.#held = 0
    return at + 1
  }

  #finish(chunk: Uint8Array, from: number, to: number): number {
    const isRoot = this.#state === 'root'
    const last = chunk.subarray(from, to)
    const bytes = this.#chunks.length === 0 ? last : joinBytes([...this.#chunks, last])
    this.#onTask({ bytes, byte: this.#taskByte, line: this.#taskLine, column: this.#taskColumn })
    this.#chunks = []
    this.#held = 0
    this.#state = isRoot ? 'between' : 'list'
    this.#needsComma = !isRoot
    this.#afterComma = false
    return to
  }

  #hold(bytes: Uint8Array): void {
    this.#chunks.push(bytes)
    this.#held += bytes.length
    if (this.#held > MAX_TASK_BYTES)
      throw new GoldpanError(
        'task-too-large',
        `a task has more than ${MAX_TASK_BYTES} bytes`,
        'is a bracket or quote missing in it? Split the task if it really is that large',
        {
          file: this.#file,
          byte: this.#taskByte,
          line: this.#taskLine,
          column: this.#taskColumn,
        },
      )
  }

  #newLine(at: number): void {
    this.#line++
    this.#lineByte = this.#byte + at + 1
  }

  #place(byte: number): { byte: number; line: number; column: number } {
    return { byte, line: this.#line, column: byte - this.#lineByte + 1 }
  }

  #damage(problem: string, byte: number): number {
    const where = { file: this.#file, ...this.#place(byte) }
    this.#notes.damaged(
      new GoldpanError('input-damaged', problem, 'export the project again, or mend the file at that byte', where),
    )
    this.#state = 'damaged'
    return Number.POSITIVE_INFINITY
  }
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

function printByte(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `byte 0x${byte.toString(16).padStart(2, '0')}`
}
