import { joinBytes } from '../json/bytes.ts'
import type { GoldpanError, Where } from '../model/error.ts'
import { LONGEST_MARK, markLength, printByte } from './bytes.ts'
import { damagedInput, emptyInput, MAX_TASK_BYTES, taskTooLarge, wrongStart } from './cut-errors.ts'
import { needSkimmer } from './skim.ts'

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

/**
 * Cuts the bytes of one file into tasks without parsing them: a list of tasks, one task, `{"tasks": [...]}` or one task per line;
 * of lists and of `{"tasks": [...]}` also several behind each other.
 * Knows strings and nesting, nothing else; whether a task is valid JSON is found out when it is scanned.
 * Holds no more than the current task and chunk.
 *
 * @throws GoldpanError `input-empty`, `input-encoding`, `input-shape`, `task-too-large`
 */
export class TaskCutter {
  readonly #file: string
  readonly #onTask: (task: CutTask) => void
  readonly #notes: FrameNotes
  /** The file's name says that every line is a task. */
  readonly #isLinesFile: boolean
  readonly #skimmer = needSkimmer()
  #state: 'mark' | 'start' | 'between' | 'list' | 'element' | 'root' | 'wrapper-end' | 'damaged' = 'mark'
  #mark: Uint8Array = new Uint8Array(0) // the first bytes, until they are enough to tell the encoding
  #chunks: Uint8Array[] = [] // bytes of the current task from earlier chunks
  #held = 0
  #depth = 0
  #inString = false
  #escaped = false
  #isWrapped = false
  #lastComma: Where | undefined // nothing stands behind it yet
  #needsComma = false
  #isCommaNoted = false
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
    this.#isLinesFile = /\.(jsonl|ndjson)(\.gz)?$/i.test(file)
  }

  push(chunk: Uint8Array): void {
    if (this.#state === 'mark') {
      this.#mark = joinBytes([this.#mark, chunk])
      if (this.#mark.length >= LONGEST_MARK) this.#start()
    } else this.#walk(chunk, 0)
  }

  end(): void {
    if (this.#state === 'mark') this.#start()
    if (this.#state === 'root' && this.#depth === 0 && !this.#inString) this.#finish(new Uint8Array(0), 0, 0) // a line of bare words
    if (this.#state === 'start') throw emptyInput({ file: this.#file, byte: this.#byte })
    if (this.#state === 'element' || this.#state === 'root')
      this.#damage(`it ends inside a task that starts at line ${this.#taskLine}, column ${this.#taskColumn}`, this.#byte)
    else if (this.#state === 'list') this.#damage("it ends inside the list of tasks, expected ']'", this.#byte)
    else if (this.#state === 'wrapper-end') this.#damage("it ends behind the list of tasks, expected '}'", this.#byte)
  }

  #start(): void {
    const chunk = this.#mark
    this.#mark = new Uint8Array(0)
    const from = markLength(chunk, this.#file)
    this.#lineByte = from
    this.#state = 'start'
    this.#walk(chunk, from)
  }

  #walk(chunk: Uint8Array, from: number): void {
    this.#skimmer?.forget()
    for (let at = from; at < chunk.length && this.#state !== 'damaged'; ) {
      if (this.#state === 'element' || this.#state === 'root') at = this.#inside(chunk, at)
      else if (this.#state === 'wrapper-end') at = this.#behindWrapped(chunk, at)
      else at = this.#outside(chunk, at)
    }
    this.#byte += chunk.length
  }

  /** Between tasks: white space, commas, brackets of the list. */
  #outside(chunk: Uint8Array, from: number): number {
    let at = from
    for (; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (byte === 0x0a) this.#newLine(at)
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) continue
      return this.#frameByte(byte, at)
    }
    return at
  }

  #frameByte(byte: number, at: number): number {
    if (this.#state === 'list') {
      if (byte === 0x2c /* , */) {
        if (!this.#needsComma) return this.#damage('expected a task, found a comma', this.#byte + at)
        this.#lastComma = { file: this.#file, ...this.#place(this.#byte + at) }
        this.#needsComma = false
        return at + 1
      }
      if (byte === 0x5d /* ] */) {
        if (this.#lastComma !== undefined) this.#notes.trailingComma(this.#lastComma)
        this.#lastComma = undefined
        this.#state = this.#isWrapped ? 'wrapper-end' : 'between'
        this.#depth = 1 // of the wrapper
        return at + 1
      }
      if (this.#needsComma || isCloser(byte))
        return this.#damage(
          `expected ${this.#needsComma ? "',' or ']' between tasks" : "a task or ']'"}, found ${printByte(byte)}`,
          this.#byte + at,
        )
      return this.#open('element', at)
    }
    if (byte === 0x5b /* [ */ && this.#roots === 0) {
      this.#state = 'list'
      this.#needsComma = false
      this.#isWrapped = false
      return at + 1
    }
    if (byte === 0x7b /* { */) return this.#open('root', at)
    if (this.#state === 'start') throw wrongStart(byte, { file: this.#file, ...this.#place(this.#byte + at) })
    if (this.#roots > 0 && byte === 0x2c) return this.#passComma(at)
    if (this.#roots > 0 && (this.#isLinesFile || !this.#isPretty || !isCloser(byte))) return this.#open('root', at) // costs that line only
    return this.#damage(`expected the end or another task, found ${printByte(byte)}`, this.#byte + at)
  }

  /** Between root objects stands no comma, but nothing is lost by one; said once per file. */
  #passComma(at: number): number {
    if (!this.#isCommaNoted) this.#notes.trailingComma({ file: this.#file, ...this.#place(this.#byte + at) })
    this.#isCommaNoted = true
    return at + 1
  }

  /** Behind the list of `{"tasks": […], …}`: the keys that follow are of no use here, what follows the object may be. */
  #behindWrapped(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (byte === 0x0a) this.#newLine(at)
      if (this.#inString) this.#stepInString(byte)
      else if (byte === 0x22) this.#inString = true
      else if (byte === 0x7b || byte === 0x5b) this.#depth++
      else if (isCloser(byte) && --this.#depth === 0) {
        this.#state = 'between'
        this.#roots = 0
        return at + 1
      }
    }
    return chunk.length
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
    const isRoot = this.#state === 'root'
    for (let at = from; at < chunk.length; at++) {
      if (this.#depth > (isRoot ? 1 : 0)) at = this.#skim(chunk, at, isRoot) // keys at depth 1 may be "tasks"
      if (at === chunk.length) break
      const byte = chunk[at]!
      if (byte === 0x0a) {
        this.#newLine(at)
        if (isRoot && this.#isLines()) {
          this.#finish(chunk, from, at) // a broken line costs that line only
          return at + 1
        }
        if (!this.#inString) this.#isPretty = true
      }
      if (this.#inString) this.#stepInString(byte)
      else if (byte === 0x22) {
        this.#inString = true
        if (this.#depth === 1) this.#keyStart = this.#held + at - from
      } else if (byte === 0x7b || byte === 0x5b) {
        if (byte === 0x5b && isRoot && this.#depth === 1 && this.#isTasksKey(chunk, from, at)) return this.#enterWrapper(at)
        this.#depth++
      } else if (isCloser(byte)) {
        if (this.#depth > 0 && --this.#depth === 0) return this.#finish(chunk, from, at + 1)
        if (this.#depth === 0 && !isRoot) return this.#finish(chunk, from, at) // the list's own bracket, behind a bare word
      } else if (byte === 0x2c && this.#depth === 0 && !isRoot) return this.#finish(chunk, from, at)
    }
    this.#hold(chunk.slice(from))
    return chunk.length
  }

  /** Over what only changes depth, strings and lines; where there is nothing to do it fast, {@link #inside} goes byte by byte. */
  #skim(chunk: Uint8Array, from: number, isRoot: boolean): number {
    if (this.#skimmer === undefined) return from
    const depth = { depth: this.#depth, inString: this.#inString, escaped: this.#escaped }
    const skimmed = this.#skimmer.skim(chunk, from, depth, isRoot ? 1 : 0, isRoot && this.#isLines())
    this.#depth = skimmed.depth
    this.#inString = skimmed.inString
    this.#escaped = skimmed.escaped
    if (skimmed.newLines > 0) {
      this.#line += skimmed.newLines
      this.#lineByte = this.#byte + skimmed.lastNewLine + 1
      if (skimmed.hasNewLineOutsideStrings) this.#isPretty = true
    }
    return skimmed.at
  }

  #stepInString(byte: number): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === 0x5c) this.#escaped = true
    else if (byte === 0x22) this.#inString = false
  }

  /** From the second root object on, or in a file named so, every line is a task; unless the first object spans lines. */
  #isLines(): boolean {
    return this.#isLinesFile || (this.#roots > 1 && !this.#isPretty)
  }

  #isTasksKey(chunk: Uint8Array, from: number, at: number): boolean {
    if (this.#keyStart < 0) return false
    const seen = joinBytes([...this.#chunks, chunk.subarray(from, at)])
    return /^"tasks"\s*:\s*$/.test(new TextDecoder().decode(seen.subarray(this.#keyStart)))
  }

  #enterWrapper(at: number): number {
    this.#state = 'list'
    this.#isWrapped = true
    this.#needsComma = false
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
    this.#lastComma = undefined
    return to
  }

  #hold(bytes: Uint8Array): void {
    this.#chunks.push(bytes)
    this.#held += bytes.length
    if (this.#held > MAX_TASK_BYTES)
      throw taskTooLarge({ file: this.#file, byte: this.#taskByte, line: this.#taskLine, column: this.#taskColumn })
  }

  #newLine(at: number): void {
    this.#line++
    this.#lineByte = this.#byte + at + 1
  }

  #place(byte: number): { byte: number; line: number; column: number } {
    return { byte, line: this.#line, column: byte - this.#lineByte + 1 }
  }

  #damage(problem: string, byte: number): number {
    this.#notes.damaged(damagedInput(problem, { file: this.#file, ...this.#place(byte) }))
    this.#state = 'damaged'
    return Number.POSITIVE_INFINITY
  }
}

function isCloser(byte: number): boolean {
  return byte === 0x7d || byte === 0x5d
}
