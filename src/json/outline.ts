import { OPEN_BRACE, OPEN_BRACKET } from './ascii.ts'
import { JsonNode } from './node.ts'
import { scanPlain, type Tape } from './scan.ts'
import { type ByteRanges, type RowMemory, type ScanOptions, startScan } from './scan-wasm.ts'
import { decodeString, hashAt } from './text.ts'
import { booleanAt, closerOf, elementsAt, kindAt, nextToken, stringAt } from './token.ts'

/** What a slot takes, beside tokens of values. */
export type StepKind = 'list' | 'members' | 'name' | 'lone-name' | 'number' | 'hash'

/** What is done with a row once the values of its keys are found: with the value in `slot`, and what comes of it goes into `outcome`. */
export interface Step {
  readonly kind: StepKind
  readonly slot: number
  readonly outcome: number
}

/**
 * What is looked for in objects of one kind. Each of them becomes a row of numbers: the token of the object itself, then the token of the value
 * of each key, 0 where there is none (no value of an object is the first token of a tape), then what its steps make of some of these values.
 * A slot is a number's place in its row.
 */
export class Level {
  readonly keys = new Map<string, number>()
  readonly memberKeys = new Map<string, number>()
  readonly steps: Step[] = []
  #size = 1

  /** Numbers in a row; even, so that doubles can stand in it. */
  get size(): number {
    return this.#size + (this.#size & 1)
  }

  /** Slots for the tokens of values. */
  find<K extends string>(keys: readonly K[]): Readonly<Record<K, number>> {
    return this.#find(keys, this.keys)
  }

  /** The same for keys of the object in a slot. */
  findIn<K extends string>(slot: number, keys: readonly K[]): Readonly<Record<K, number>> {
    this.#step('members', slot, 0)
    return this.#find(keys, this.memberKeys)
  }

  /** The elements of the list in a slot become rows of the next level; gives the slot for the place behind them. They start where the list before ends. */
  list(slot: number): number {
    return this.#step('list', slot, this.#size++)
  }

  /** For a string that comes again and again: the slot for its number in {@link Rows.names}, 0 for one without. */
  name(slot: number): number {
    return this.#step('name', slot, this.#size++)
  }

  /** The same for the only string in a list. */
  loneName(slot: number): number {
    return this.#step('lone-name', slot, this.#size++)
  }

  /** For a number: the slot, in doubles, for the nearest double; NaN where there is none, or it was not read. */
  number(slot: number): number {
    const place = this.size
    this.#size = place + 2
    return this.#step('number', slot, place / 2)
  }

  /** Slot for {@link hashAt} of a string. */
  hash(slot: number): number {
    return this.#step('hash', slot, this.#size++)
  }

  #step(kind: StepKind, slot: number, outcome: number): number {
    this.steps.push({ kind, slot, outcome })
    return outcome
  }

  #find<K extends string>(keys: readonly K[], slots: Map<string, number>): Readonly<Record<K, number>> {
    for (const key of keys) slots.set(key, this.#size++)
    return Object.fromEntries(slots) as Record<K, number> // its keys are those
  }
}

/** The levels from the outermost object to the elements of lists inside lists. */
export type Outline = readonly Level[]

/** Rows of one tape, in the order of the text: the row of an object, then those of its lists. Rows of several tapes may share their numbers. */
export interface Rows {
  readonly tape: Tape
  readonly ints: Int32Array
  /** The same numbers as doubles; twice the place in it is that in `ints`. */
  readonly doubles: Float64Array
  /** Strings by their numbers, as far as they are known; from 1. */
  readonly names: (string | undefined)[]
}

/** A view of one row: values by their slots, made when they are asked for. */
export class Row {
  readonly rows: Rows
  /** Where it starts in `rows.ints`. */
  readonly place: number

  constructor(rows: Rows, place: number) {
    this.rows = rows
    this.place = place
  }

  /** The object that the row is of. */
  get node(): JsonNode {
    return new JsonNode(this.rows.tape, this.int(0))
  }

  /** Else its slots are empty, but for the ends of lists. */
  get isObject(): boolean {
    return kindAt(this.rows.tape, this.int(0)) === 'object'
  }

  /** What stands in a slot. */
  int(slot: number): number {
    return this.rows.ints[this.place + slot]!
  }

  has(slot: number): boolean {
    return this.rows.ints[this.place + slot] !== 0
  }

  valueAt(slot: number): JsonNode | undefined {
    const token = this.int(slot)
    return token === 0 ? undefined : new JsonNode(this.rows.tape, token)
  }

  /** As {@link JsonNode.string}. */
  stringAt(slot: number): string | undefined {
    const token = this.int(slot)
    return token === 0 ? undefined : stringAt(this.rows.tape, token)
  }

  /** The same of one that {@link Level.name} looked at. */
  nameAt(name: number, slot: number): string | undefined {
    const number = this.int(name)
    return number === 0 ? this.stringAt(slot) : (this.rows.names[number] ??= this.stringAt(slot))
  }

  /** The string in a list of one string that {@link Level.loneName} looked at; undefined for all else. */
  loneNameAt(name: number, slot: number): string | undefined {
    const number = this.int(name)
    return number === 0 ? this.#loneStringAt(slot) : (this.rows.names[number] ??= this.#loneStringAt(slot))
  }

  /** The double that {@link Level.number} stands for. */
  doubleAt(number: number): number {
    return this.rows.doubles[this.place / 2 + number]!
  }

  /** As {@link JsonNode.boolean}. */
  booleanAt(slot: number): boolean | undefined {
    const token = this.int(slot)
    return token === 0 ? undefined : booleanAt(this.rows.tape, token)
  }

  #loneStringAt(slot: number): string | undefined {
    const { tape } = this.rows
    const token = this.int(slot)
    const isLone = token !== 0 && closerOf(tape, token, OPEN_BRACKET) === token + 4
    return isLone ? stringAt(tape, token + 2) : undefined
  }
}

/** Rows of several values. */
export interface Outlined {
  /** The row of the k-th value. @throws JsonSyntaxError */
  rowOf(k: number): Row
  /** Undefined where rows are copies or have no room behind them, and where there is no WebAssembly. */
  readonly memory: RowMemory | undefined
  /** To be called when no row is looked at any more: they are views of memory that is used again. */
  end(): void
}

/** Scans several values at once, which is faster, and outlines them. */
export function outlineAll(
  bytes: Uint8Array,
  ranges: ByteRanges,
  outline: Outline,
  options: Omit<ScanOptions, 'outline'> = {},
): Outlined {
  const { valueAt, memory, end } = startScan(bytes, ranges, { ...options, outline })
  const rowOf = (k: number) => {
    const scanned = valueAt(k)
    if (scanned?.rows !== undefined) return new Row(scanned.rows, scanned.place)
    return outlinePlain(scanned?.tape ?? scanPlain(bytes, ranges.startOf(k), ranges.endOf(k)), 0, outline)
  }
  return { rowOf, memory, end }
}

/** Makes the rows of the value there without WebAssembly and gives the first; strings have no numbers then, and doubles are not read. */
export function outlinePlain(tape: Tape, token: number, outline: Outline): Row {
  const ints: number[] = []
  putRow(ints, tape, token, outline)
  const buffer = Int32Array.from(ints).buffer
  return new Row({ tape, ints: new Int32Array(buffer), doubles: new Float64Array(buffer), names: [] }, 0)
}

function putRow(ints: number[], tape: Tape, token: number, [level, ...inner]: Outline): void {
  if (level === undefined) return
  const place = ints.length
  for (let k = 0; k < level.size; k++) ints.push(0)
  ints[place] = token
  locate(ints, place, tape, token, level.keys)
  for (const { kind, slot, outcome } of level.steps) {
    const value = ints[place + slot]!
    if (kind === 'members' && value !== 0) locate(ints, place, tape, value, level.memberKeys)
    if (kind === 'hash' && value !== 0) ints[place + outcome] = hashAt(tape, value)
    if (kind === 'number') ints[place + 2 * outcome + 1] = HIGH_BITS_OF_NAN
    if (kind !== 'list') continue
    for (const element of value === 0 ? [] : elementsAt(tape, value)) putRow(ints, tape, element, inner)
    ints[place + outcome] = ints.length
  }
}

/** Of a double as numbers are in memory here, the lower half first. */
const HIGH_BITS_OF_NAN = 0x7ff80000

function locate(ints: number[], place: number, tape: Tape, token: number, slots: ReadonlyMap<string, number>): void {
  const closer = closerOf(tape, token, OPEN_BRACE)
  for (let key = token + 2; key < closer; key = nextToken(tape, key + 2)) {
    const slot = slots.get(decodeString(tape, key))
    if (slot !== undefined) ints[place + slot] = key + 2
  }
}
