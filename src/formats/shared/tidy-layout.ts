import { OPEN_BRACE, OPEN_BRACKET } from '../../json/ascii.ts'
import { KnownKeys } from '../../json/known-keys.ts'
import type { JsonNode } from '../../json/node.ts'
import type { Tape } from '../../json/scan.ts'
import { closerOf, isStringAt, kindAt } from '../../json/token.ts'
import type { CellWriter } from './cell-writer.ts'
import { AT, PLACE_OF_FIELD, PLACE_OF_MEMBER } from './tidy-columns.ts'

const MOST_LAYOUTS = 8
const layouts: TidyLayout[] = []

/** The layout of a result with this `value`. It has the result's values until the next call. */
export function layoutOf(result: JsonNode, value: JsonNode): TidyLayout {
  const { tape, token } = result
  for (let k = 0; k < layouts.length; k++) if (layouts[k]!.match(tape, token, value.token)) return layouts[k]!
  const layout = new TidyLayout(result, value)
  layout.match(tape, token, value.token)
  if (layouts.length === MOST_LAYOUTS) layouts.length = 0
  layouts.push(layout)
  return layout
}

/** Whether null or an object without members stands there. */
export function isNothing(tape: Tape, token: number): boolean {
  return closerOf(tape, token, OPEN_BRACE) === token + 2 || kindAt(tape, token) === 'null'
}

/**
 * The keys that the results of a control have, nearly all in the same order. Of a region that has one result only, these tell which value goes
 * where, and it is found out once.
 */
class TidyLayout {
  readonly #fields: KnownKeys
  readonly #members: KnownKeys
  /** Of the values of the fields, then of the members, then of the label. */
  readonly #tokens: Int32Array
  /** False when such results are to be looked at one by one. */
  readonly #isPlain: boolean
  /** Which of the tokens are names, the list of labels (or -1), and fields that are left out where they say nothing. */
  readonly #names: readonly number[]
  readonly #labels: number
  readonly #fieldSources: readonly number[]
  /** For each cell with something in it which of the tokens it has … */
  readonly #filled: Int32Array
  /** … and how many empty cells stand before it. */
  readonly #empty: Int32Array
  /** The place behind the last of them. */
  readonly #end: number

  constructor(result: JsonNode, value: JsonNode) {
    this.#fields = new KnownKeys(result)
    this.#members = new KnownKeys(value)
    const { names } = this.#fields
    this.#tokens = new Int32Array(names.length + this.#members.names.length + 1)
    const sources = sourcesOf(names, this.#members.names)
    this.#isPlain = sources !== undefined
    this.#names = ['type', 'from_name'].map((name) => names.indexOf(name))
    this.#labels = sources?.get(AT.labels) ?? -1
    this.#fieldSources = [...names.keys()].filter((k) => PLACE_OF_FIELD.has(names[k]!))
    const filled = [...(sources ?? [])].sort(([a], [b]) => a - b)
    const ends = [AT.region_id, ...filled.map(([place]) => place + 1)]
    this.#filled = Int32Array.from(filled, ([, source]) => source)
    this.#empty = Int32Array.from(filled, ([place], k) => place - ends[k]!)
    this.#end = ends.at(-1)!
  }

  /** Whether a result is of this layout. */
  match(tape: Tape, result: number, value: number): boolean {
    const tokens = this.#tokens
    return this.#fields.match(tape, result, tokens, 0) && this.#members.match(tape, value, tokens, this.#fields.names.length)
  }

  /** Writes the cells up to a place; false, and nothing is written, when one of the values needs a closer look. */
  write(tape: Tape, cells: CellWriter, end: number): boolean {
    if (!this.#isPlain || !this.#isUsual(tape)) return false
    for (let k = 0; k < this.#filled.length; k++) cells.tokenBehind(this.#empty[k]!, tape, this.#tokens[this.#filled[k]!]!)
    cells.empty(end - this.#end)
    return true
  }

  #isUsual(tape: Tape): boolean {
    const tokens = this.#tokens
    for (let k = 0; k < this.#fieldSources.length; k++) if (isNothing(tape, tokens[this.#fieldSources[k]!]!)) return false
    for (let k = 0; k < this.#names.length; k++) if (!isStringAt(tape, tokens[this.#names[k]!]!)) return false
    return this.#labels < 0 || this.#hasOneLabel(tape, tokens[this.#labels]!)
  }

  #hasOneLabel(tape: Tape, list: number): boolean {
    const label = list + 2
    this.#tokens[this.#tokens.length - 1] = label
    const isLone = closerOf(tape, list, OPEN_BRACKET) === label + 2 && isStringAt(tape, label)
    return isLone && tape.tokens[label]! < tape.tokens[label + 1]!
  }
}

/** By place of the column which value its cell has, counted through fields, members and the label; undefined when there is more to say, or it depends on more. */
function sourcesOf(fields: readonly string[], members: readonly string[]): ReadonlyMap<number, number> | undefined {
  const sources = new Map<number, number>()
  const isPlaced = (place: number | undefined, source: number) => {
    if (place === undefined || sources.has(place)) return false
    sources.set(place, source)
    return true
  }
  for (const [k, name] of fields.entries()) {
    if (fields.indexOf(name) < k || name === 'item_index' || name === 'pageNumber') return undefined
    const place = name === 'type' ? AT.type : name === 'from_name' ? AT.from_name : PLACE_OF_FIELD.get(name)
    if (place !== undefined && !isPlaced(place, k)) return undefined
  }
  for (const [k, name] of members.entries()) {
    const source = fields.length + k
    const isLabels = name.endsWith('labels')
    if (isLabels) sources.set(AT.label, fields.length + members.length)
    if (!isPlaced(isLabels ? AT.labels : PLACE_OF_MEMBER.get(name), source)) return undefined
  }
  return sources.has(AT.type) && sources.has(AT.from_name) ? sources : undefined
}
