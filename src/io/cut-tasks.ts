import { joinBytes } from '../json/bytes.ts'
import type { GoldpanError, Where } from '../model/error.ts'
import { endsWithTasksKey, isCloser, LONGEST_MARK, markLength, printByte } from './bytes.ts'
import { damagedInput, emptyInput, MAX_TASK_BYTES, taskTooLarge, wrongStart } from './cut-errors.ts'
import { Nesting, type SkimMode, skim, WINDOW } from './skim.ts'

/** What may be wrong with the frame round the tasks. */
export interface FrameNotes {
  /** Nothing more can be read from this file; what was read before is good. */
  damaged(error: GoldpanError): void
  trailingComma(where: Where): void
}

/** Byte from 0, line and column (bytes) from 1. */
export interface Place {
  readonly byte: number
  readonly line: number
  readonly column: number
}

/** Takes the tasks that are cut out of one chunk after another. */
export interface TaskTaker {
  /** Of the open task: its bytes from earlier chunks. */
  readonly held: Uint8Array
  /** From now on positions are those in this chunk. */
  enter(chunk: Uint8Array): void
  open(at: number, place: Place): void
  close(at: number): void
  /** What was opened is no task. */
  drop(): void
  /** The chunk will change: what is needed of it has to be copied now. */
  leave(): void
}

/**
 * Cuts the bytes of one file into tasks without parsing them: a list of tasks, one task, `{"tasks": [...]}` or one task per line;
 * of lists and of `{"tasks": [...]}` also several behind each other.
 * Knows strings and nesting, nothing else; whether a task is valid JSON is found out when it is scanned.
 * Holds no bytes but the first three: tasks are given out as places in the chunk.
 *
 * @throws GoldpanError `input-empty`, `input-encoding`, `input-shape`, `task-too-large`
 */
export class TaskCutter {
  readonly #file: string
  readonly #tasks: TaskTaker
  readonly #notes: FrameNotes
  /** The file's name says that every line is a task. */
  readonly #isLinesFile: boolean
  #state: 'mark' | 'start' | 'between' | 'list' | 'element' | 'root' | 'wrapper-end' | 'damaged' = 'mark'
  #mark: Uint8Array = new Uint8Array(0) // the first bytes, until they are enough to tell the encoding
  readonly #nesting = new Nesting() // of the task or wrapper we are in
  #isWrapped = false
  #lastComma: Where | undefined // nothing stands behind it yet
  #needsComma = false
  #isCommaNoted = false
  #roots = 0
  #isPretty = false // the first root object spans lines, so lines are no tasks
  #task: Place = { byte: 0, line: 1, column: 1 } // where the current one starts
  #byte = 0 // of the current chunk's first byte
  #line = 1
  #lineByte = 0 // where the current line starts

  constructor(file: string, tasks: TaskTaker, notes: FrameNotes) {
    this.#file = file
    this.#tasks = tasks
    this.#notes = notes
    this.#isLinesFile = /\.(jsonl|ndjson)(\.gz)?$/i.test(file)
  }

  push(chunk: Uint8Array): void {
    if (this.#state === 'mark') {
      this.#mark = this.#mark.length === 0 ? chunk : joinBytes([this.#mark, chunk])
      if (this.#mark.length >= LONGEST_MARK) this.#start()
      else this.#mark = this.#mark.slice()
    } else this.#walkInWindows(chunk, 0)
  }

  end(): void {
    if (this.#state === 'mark') this.#start()
    if (this.#state === 'root' && this.#nesting.depth === 0 && !this.#nesting.inString) this.#finish(0) // a line of bare words
    if (this.#state === 'start') throw emptyInput({ file: this.#file, byte: this.#byte })
    if (this.#isInTask())
      this.#damage(`it ends inside a task that starts at line ${this.#task.line}, column ${this.#task.column}`, this.#byte)
    else if (this.#state === 'list') this.#damage("it ends inside the list of tasks, expected ']'", this.#byte)
    else if (this.#state === 'wrapper-end') this.#damage("it ends behind the list of tasks, expected '}'", this.#byte)
  }

  #start(): void {
    const chunk = this.#mark
    this.#mark = new Uint8Array(0)
    const from = markLength(chunk, this.#file)
    this.#lineByte = from
    this.#state = 'start'
    this.#walkInWindows(chunk, from)
  }

  #walkInWindows(chunk: Uint8Array, from: number): void {
    for (let at = 0; at < chunk.length; at += WINDOW) this.#walk(chunk.subarray(at, at + WINDOW), at === 0 ? from : 0)
  }

  #walk(chunk: Uint8Array, from: number): void {
    this.#tasks.enter(chunk)
    for (let at = from; at < chunk.length && this.#state !== 'damaged'; ) {
      if (this.#isInTask()) at = this.#inside(chunk, at)
      else if (this.#state === 'wrapper-end') at = this.#behindWrapped(chunk, at)
      else at = this.#outside(chunk, at)
    }
    this.#byte += chunk.length
    this.#tasks.leave()
    if (this.#isInTask() && this.#byte - this.#task.byte > MAX_TASK_BYTES) throw taskTooLarge({ file: this.#file, ...this.#task })
  }

  #isInTask(): boolean {
    return this.#state === 'element' || this.#state === 'root'
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
        this.#nesting.enter(1) // the wrapper
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
    const at = this.#skim(chunk, from, { isRoot: false, isLine: false, onSeam: undefined })
    if (at === chunk.length) return at
    this.#state = 'between'
    this.#roots = 0
    return at + 1
  }

  #open(state: 'element' | 'root', at: number): number {
    this.#state = state
    if (state === 'root') this.#roots++
    this.#nesting.enter(0)
    this.#openAt(at, this.#place(this.#byte + at))
    return at
  }

  #openAt(at: number, place: Place): void {
    this.#task = place
    this.#tasks.open(at, place)
  }

  /** Inside a task: to its end, or to the end of the chunk. */
  #inside(chunk: Uint8Array, from: number): number {
    const isRoot = this.#state === 'root'
    const isLine = isRoot && this.#isLines()
    const mode = { isRoot, isLine, onSeam: isRoot && this.#roots < 2 ? undefined : this.#onSeam }
    for (let at = from; at < chunk.length; at++) {
      if (this.#nesting.depth > 0) at = this.#skim(chunk, at, mode)
      if (at === chunk.length) break
      const byte = chunk[at]!
      if (byte === 0x0a) {
        this.#newLine(at)
        if (isLine) {
          this.#finish(at) // a broken line costs that line only
          return at + 1
        }
        if (!this.#nesting.inString) this.#isPretty = true
      }
      if (this.#nesting.depth === 0) {
        if (!this.#bareByte(byte) || isRoot) continue
        return this.#finish(at)
      }
      if (isCloser(byte)) return this.#finish(at + 1)
      if (endsWithTasksKey(this.#tasks.held, chunk, at)) return this.#enterWrapper(at)
      this.#nesting.depth++
    }
    return chunk.length
  }

  /** Of what is in no bracket: the task itself, or words in its place. True when an element of a list ends before it. */
  #bareByte(byte: number): boolean {
    const nesting = this.#nesting
    if (nesting.inString) nesting.stepInString(byte)
    else if (byte === 0x22) nesting.inString = true
    else if (byte === 0x7b || byte === 0x5b) nesting.depth = 1
    else return byte === 0x2c || isCloser(byte)
    return false
  }

  /** Over what only changes depth, strings and lines, and over the seams between tasks. */
  #skim(chunk: Uint8Array, from: number, mode: SkimMode): number {
    const nesting = this.#nesting
    const at = skim(chunk, from, nesting, mode)
    if (nesting.newLines > 0) {
      this.#line += nesting.newLines
      this.#lineByte = this.#byte + nesting.lastNewLine + 1
      if (nesting.hasNewLineOutsideStrings && this.#isInTask()) this.#isPretty = true
    }
    return at
  }

  readonly #onSeam: SkimMode['onSeam'] = (end, start, newLines, lastNewLine) => {
    this.#tasks.close(end)
    const byte = this.#byte + start
    const column = newLines > 0 ? start - lastNewLine : byte - this.#lineByte + 1
    this.#openAt(start, { byte, line: this.#line + newLines, column })
  }

  /** From the second root object on, or in a file named so, every line is a task; unless the first object spans lines. */
  #isLines(): boolean {
    return this.#isLinesFile || (this.#roots > 1 && !this.#isPretty)
  }

  #enterWrapper(at: number): number {
    this.#state = 'list'
    this.#isWrapped = true
    this.#needsComma = false
    this.#tasks.drop()
    return at + 1
  }

  #finish(to: number): number {
    const isRoot = this.#state === 'root'
    this.#tasks.close(to)
    this.#state = isRoot ? 'between' : 'list'
    this.#needsComma = !isRoot
    this.#lastComma = undefined
    return to
  }

  #newLine(at: number): void {
    this.#line++
    this.#lineByte = this.#byte + at + 1
  }

  #place(byte: number): Place {
    return { byte, line: this.#line, column: byte - this.#lineByte + 1 }
  }

  #damage(problem: string, byte: number): number {
    this.#notes.damaged(damagedInput(problem, { file: this.#file, ...this.#place(byte) }))
    this.#state = 'damaged'
    return Number.POSITIVE_INFINITY
  }
}
