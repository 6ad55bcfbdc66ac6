import { OPEN_BRACE, OPEN_BRACKET, QUOTE } from '../../json/ascii.ts'
import { KnownKeys } from '../../json/known-keys.ts'
import type { JsonNode } from '../../json/node.ts'
import type { Tape } from '../../json/scan.ts'
import { holdsEscape } from '../../json/text.ts'
import { closerOf, isStringAt, kindAt } from '../../json/token.ts'
import { encodeUtf8 } from '../../json/utf8.ts'
import type { CellWriter } from './cell-writer.ts'
import { AT, PLACE_OF_FIELD, PLACE_OF_MEMBER } from './tidy-columns.ts'

/** More of them are not looked for: to try them all would take longer than to look at the keys. */
const MOST_LAYOUTS = 8

/** The layouts of the results of a batch. */
export class TidyLayouts {
  readonly #separator: string
  readonly #end: number
  readonly #layouts: TidyLayout[] = []

  /**
   * @param separator what stands before each cell.
   * @param end the place behind a row's own cells.
   */
  constructor(separator: string, end: number) {
    this.#separator = separator
    this.#end = end
  }

  /** Writes the own cells of a region that has this result only, with this `value`; false, and nothing is written, when it needs a closer look. */
  write(result: JsonNode, value: JsonNode, cells: CellWriter): boolean {
    const layout = this.#layoutOf(result, value)
    return layout?.write(result.tape, cells) ?? false
  }

  /** It has the result's values. */
  #layoutOf(result: JsonNode, value: JsonNode): TidyLayout | undefined {
    const { tape, token } = result
    const layouts = this.#layouts
    for (let k = 0; k < layouts.length; k++) if (layouts[k]!.match(tape, token, value.token)) return layouts[k]!
    if (layouts.length === MOST_LAYOUTS) return undefined
    const layout = new TidyLayout(result, value, this.#separator, this.#end)
    layout.match(tape, token, value.token)
    layouts.push(layout)
    return layout
  }
}

/** Whether null or an object without members stands there. */
export function isNothing(tape: Tape, token: number): boolean {
  return closerOf(tape, token, OPEN_BRACE) === token + 2 || kindAt(tape, token) === 'null'
}

/**
 * The keys that the results of a control have, nearly all in the same order. Of a region that has one result only, these tell what its row is
 * made of: it is found out once.
 */
class TidyLayout {
  readonly #fields: KnownKeys
  readonly #members: KnownKeys
  /** Of the values of the fields, then of the members. */
  readonly #tokens: number[]
  /** Which of these tokens the cells have that have one, in the order of the columns; none when such results are to be looked at one by one. */
  readonly #sources: Int32Array
  /** Which of the tokens must be names. */
  readonly #names: readonly number[]
  /** Which of the tokens is the list of labels, -1 for none. */
  readonly #labels: number
  /** Where in the input the cells start and end. */
  readonly #bounds: Int32Array
  /** What stands around them, and up to where before each. */
  readonly #around: Uint8Array
  readonly #ends: Int32Array

  constructor(result: JsonNode, value: JsonNode, separator: string, end: number) {
    this.#fields = new KnownKeys(result)
    this.#members = new KnownKeys(value)
    const { names } = this.#fields
    const sources = sourcesOf(names, this.#members.names)
    const places = [...sources.keys()].sort((a, b) => a - b)
    this.#tokens = [...names, ...this.#members.names].map(() => 0)
    this.#sources = Int32Array.from(places, (place) => sources.get(place)!)
    this.#names = ['type', 'from_name'].map((name) => names.indexOf(name))
    this.#labels = sources.get(AT.labels) ?? -1
    this.#bounds = new Int32Array(2 * places.length)
    const { around, ends } = surroundings(places, separator, end)
    this.#around = encodeUtf8(around)
    this.#ends = Int32Array.from(ends)
  }

  /** Whether a result is of this layout. */
  match(tape: Tape, result: number, value: number): boolean {
    const tokens = this.#tokens
    return this.#fields.match(tape, result, tokens, 0) && this.#members.match(tape, value, tokens, this.#fields.names.length)
  }

  /** Writes the cells; false, and nothing is written, when one of the values needs a closer look. */
  write(tape: Tape, cells: CellWriter): boolean {
    if (this.#sources.length === 0 || !this.#bound(tape)) return false
    cells.pieces(tape.bytes, this.#bounds, this.#around, this.#ends)
    return true
  }

  /** False when a value is not written as it stands there. */
  #bound(tape: Tape): boolean {
    const { bytes, tokens } = tape
    const bounds = this.#bounds
    for (let k = 0; k < this.#names.length; k++) if (!isStringAt(tape, this.#tokens[this.#names[k]!]!)) return false
    for (let k = 0; k < this.#sources.length; k++) {
      const source = this.#sources[k]!
      const isLabel = source === this.#labels
      const token = this.#tokens[source]! + (isLabel ? 2 : 0)
      if (isLabel && !isOnlyLabel(tape, token)) return false
      const start = tokens[token]!
      const end = tokens[token + 1]!
      const quote = bytes[start - 1] === QUOTE && !isLabel ? 1 : 0
      if (bytes[start - 1] === QUOTE ? holdsEscape(bytes, start, end) : bytes[start]! > DIGIT_NINE) return false
      bounds[2 * k] = start - quote
      bounds[2 * k + 1] = end + quote
    }
    return true
  }
}

/** Of all that is no string, numbers begin with the lowest characters. */
const DIGIT_NINE = 0x39

/** Whether a label stands there, alone in its list. */
function isOnlyLabel(tape: Tape, label: number): boolean {
  const isAlone = closerOf(tape, label - 2, OPEN_BRACKET) === label + 2 && isStringAt(tape, label)
  return isAlone && tape.tokens[label]! < tape.tokens[label + 1]!
}

/** What stands around the values that are cells in these places, and where each value comes. */
function surroundings(
  places: readonly number[],
  separator: string,
  end: number,
): { readonly around: string; readonly ends: number[] } {
  const ends: number[] = []
  let around = ''
  let next = AT.region_id
  const fill = (place: number) => `${separator}""`.repeat(place - next)
  for (const place of places) {
    around += fill(place) + separator
    if (place === AT.label) around += '"'
    if (place === AT.labels) around += '"[""'
    ends.push(around.length)
    if (place === AT.label) around += '"'
    if (place === AT.labels) around += '""]"'
    next = place + 1
  }
  return { around: around + fill(end), ends }
}

/**
 * By place of the column which value its cell has, counted through fields and members; empty when a value has no column, or not just its own.
 * The list of labels is the source of two.
 */
function sourcesOf(fields: readonly string[], members: readonly string[]): ReadonlyMap<number, number> {
  const sources = new Map<number, number>()
  const isPlaced = (place: number | undefined, source: number) => {
    if (place === undefined || sources.has(place)) return false
    sources.set(place, source)
    return true
  }
  for (const [k, name] of fields.entries()) {
    if (fields.indexOf(name) < k || name === 'item_index' || name === 'pageNumber') return NO_SOURCES
    const place = name === 'type' ? AT.type : name === 'from_name' ? AT.from_name : PLACE_OF_FIELD.get(name)
    if (place !== undefined && !isPlaced(place, k)) return NO_SOURCES
  }
  for (const [k, name] of members.entries()) {
    const source = fields.length + k
    const isLabels = name.endsWith('labels')
    if (!isPlaced(isLabels ? AT.labels : PLACE_OF_MEMBER.get(name), source)) return NO_SOURCES
    if (isLabels) sources.set(AT.label, source)
  }
  return sources.has(AT.type) && sources.has(AT.from_name) ? sources : NO_SOURCES
}

const NO_SOURCES: ReadonlyMap<number, number> = new Map()
