import { OPEN_BRACE, OPEN_BRACKET, QUOTE } from '../../json/ascii.ts'
import { ByteWriter } from '../../json/byte-writer.ts'
import { JsonNode } from '../../json/node.ts'
import type { Tape } from '../../json/scan.ts'
import { decodeString } from '../../json/text.ts'
import { isStringAt } from '../../json/token.ts'
import { encodeUtf8 } from '../../json/utf8.ts'
import type { Detail, IssueCode, Report } from '../../model/issue.ts'
import { type Annotation, placeOf, type Task } from '../../model/task.ts'
import { type Value, writeCompactValue } from './json-value.ts'

const EMPTY = Uint8Array.of(QUOTE, QUOTE)
const LINE_END = Uint8Array.of(0x0d, 0x0a)
const FORMULA = /^[=+\-@\t\r]/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
/** So many empty cells are written at once. */
const MOST_EMPTY = 64

/** Cells that rows have in common; they are written once and then copied. */
export class SharedCells {
  start = 0
  /** 0 as long as there is nothing to be copied. */
  end = 0
}

/** Writes a table cell by cell, RFC 4180: CRLF after each row, quotes doubled. As Label Studio quotes: numbers and True/False bare, all else in quotes. */
export class CellWriter {
  /** What stands between cells. */
  readonly separator: string
  /** Texts that spreadsheets would take for a formula get an apostrophe. */
  readonly isGuarded: boolean
  readonly #writer = new ByteWriter()
  readonly #json = new ByteWriter()
  readonly #separator: number
  readonly #emptyCells: Uint8Array
  readonly #report: Report
  #task: Task | undefined
  #annotation: Annotation | undefined
  #isRowStart = true
  /** How often something was reported. */
  #told = 0

  constructor(separator: string, isGuarded: boolean, report: Report) {
    this.separator = separator
    this.#separator = separator.charCodeAt(0)
    this.#emptyCells = encodeUtf8(`${separator}""`.repeat(MOST_EMPTY))
    this.isGuarded = isGuarded
    this.#report = report
  }

  /** Whose rows follow, for the report. */
  begin(task: Task, annotation: Annotation | undefined): void {
    this.#task = task
    this.#annotation = annotation
  }

  /** Whole rows. */
  rows(bytes: Uint8Array): void {
    this.#writer.bytes(bytes)
  }

  /** The next cell begins a row. */
  endRow(): void {
    this.#writer.bytes(LINE_END)
    this.#isRowStart = true
  }

  /** All that was written. */
  take(): Uint8Array {
    return this.#writer.take()
  }

  /** A cell of any kind. */
  cell(value: Value | undefined): void {
    if (value instanceof JsonNode) {
      this.token(value.tape, value.token)
      return
    }
    this.#separate()
    if (value === undefined || value === null) this.#writer.bytes(EMPTY)
    else if (typeof value === 'number') this.#writer.number(value)
    else if (typeof value === 'string') this.#text(value)
    else this.#document(value)
  }

  /** A value of the input. */
  token(tape: Tape, token: number): void {
    this.#separate()
    const { bytes, tokens } = tape
    const start = tokens[token]!
    const end = tokens[token + 1]!
    if (isStringAt(tape, token)) {
      if (this.isGuarded || !this.#writer.requoted(bytes, start, end)) this.#text(decodeString(tape, token))
      return
    }
    switch (bytes[start]) {
      case OPEN_BRACE:
      case OPEN_BRACKET:
        this.#document(new JsonNode(tape, token))
        return
      case 0x6e:
        this.#writer.bytes(EMPTY)
        return
      case 0x74:
        this.#writer.text('True') // as Label Studio, which is Python, prints them
        return
      case 0x66:
        this.#writer.text('False')
        return
      default:
        this.#writer.bytes(bytes, start, end)
    }
  }

  /** Cells of which pieces stand in the input, as {@link ByteWriter.pieces} has them; they follow others. */
  pieces(source: Uint8Array, bounds: Int32Array, around: Uint8Array, ends: Int32Array): void {
    this.#writer.pieces(source, bounds, around, ends)
  }

  /** So many cells with nothing in them, behind others. */
  empty(count: number): void {
    for (let rest = count; rest > 0; rest -= MOST_EMPTY) this.#writer.bytes(this.#emptyCells, 0, 3 * Math.min(rest, MOST_EMPTY))
  }

  /** Cells that `write` writes, unless they can be copied. What was reported of some is to be told of every row, so these are written again. */
  shared(cells: SharedCells, write: () => void): void {
    const { length } = this.#writer
    if (cells.end > 0) {
      this.#writer.again(cells.start, cells.end)
      this.#isRowStart = false
      return
    }
    const told = this.#told
    write()
    if (told !== this.#told) return
    cells.start = length
    cells.end = this.#writer.length
  }

  #separate(): void {
    if (this.#isRowStart) this.#isRowStart = false
    else this.#writer.byte(this.#separator)
  }

  /** JSON without white space. */
  #document(value: Value): void {
    writeCompactValue(this.#json, value)
    this.#writer.byte(QUOTE).doubled(this.#json.flush()).byte(QUOTE)
  }

  #text(text: string): void {
    if (!text.isWellFormed()) this.#tell('text-unpaired')
    this.#writer.byte(QUOTE).text(this.#guarded(text).replaceAll('"', '""')).byte(QUOTE)
  }

  #guarded(text: string): string {
    if (!this.isGuarded || !FORMULA.test(text) || NUMBER.test(text)) return text
    this.#tell('cell-guarded', { first: text.charAt(0) })
    return `'${text}`
  }

  #tell(code: IssueCode, detail: Detail = {}): void {
    this.#told++
    this.#report.add(code, this.#task === undefined ? {} : placeOf(this.#task, this.#annotation), detail)
  }
}
