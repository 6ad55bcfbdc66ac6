import { OPEN_BRACE, OPEN_BRACKET } from '../../json/ascii.ts'
import { KeyTable } from '../../json/key-table.ts'
import { JsonNode } from '../../json/node.ts'
import { printCompact } from '../../json/print.ts'
import type { Tape } from '../../json/scan.ts'
import { decodeString } from '../../json/text.ts'
import { closerOf, nextToken, stringAt } from '../../json/token.ts'
import type { Answer, RawResult, Region, Relation } from '../../model/task.ts'
import type { CellWriter } from './cell-writer.ts'
import { controlOf } from './column-names.ts'
import type { Value } from './json-value.ts'
import { AT, PLACE_OF_FIELD, PLACE_OF_MEMBER, type TidyPlan } from './tidy-columns.ts'
import { isNothing, TidyLayouts } from './tidy-layout.ts'

const MEMBERS = new KeyTable([...PLACE_OF_MEMBER.keys()])
const MEMBER_PLACES = [...PLACE_OF_MEMBER.values()]
const FIELD_NAMES = [...PLACE_OF_FIELD.keys()]
const FIELDS = new KeyTable(FIELD_NAMES)
const FIELD_PLACES = [...PLACE_OF_FIELD.values()]

const NONE: readonly never[] = []

/**
 * What the row of a region, an answer or a relation has of its own, between what is the annotation's and what is the task's. One object serves
 * all rows: nearly all cells are tokens of the input, and nothing is made of them.
 */
export class TidyRow {
  readonly #plan: TidyPlan
  readonly #cells: CellWriter
  readonly #layouts: TidyLayouts
  /** The tape of the tokens. */
  #tape: Tape | undefined
  /** By place of the column the token of its value, 0 where there is none. */
  readonly #tokens: Int32Array
  /** The cells that do not stand in the input as they are written. */
  readonly #values: (Value | undefined)[]
  /** What has no column, by its name. */
  #rest: Map<string, Value> | undefined
  #type = ''
  #fromName = ''
  #labels: readonly string[] = NONE

  constructor(plan: TidyPlan, cells: CellWriter) {
    this.#plan = plan
    this.#cells = cells
    this.#layouts = new TidyLayouts(cells.separator, plan.firstData)
    this.#tokens = new Int32Array(plan.firstData)
    this.#values = new Array<undefined>(plan.firstData).fill(undefined)
  }

  /** A region's. */
  writeRegion(region: Region): void {
    const { attributes, results } = region
    const only = results.length === 1 && attributes.length === 0 ? results[0] : undefined
    if (only !== undefined && this.#isWritten(only)) return
    this.#begin(typeOf(results, region.fromName), region.fromName, region.labels)
    this.#results(results, attributes)
    if (region.page !== undefined) this.#set(AT.page, region.page)
    this.#write()
  }

  /** That of an answer about the whole task. */
  writeAnswer(answer: Answer): void {
    this.#begin(answer.result.type, answer.fromName, NONE)
    this.#results([answer.result], [answer])
    this.#write()
  }

  /** That of a relation. */
  writeRelation({ from, to, direction, labels, result }: Relation): void {
    this.#begin('relation', '', labels)
    this.#set(AT.from_id, from)
    this.#set(AT.to_id, to)
    this.#set(AT.direction, direction)
    const known = new Set(['type', 'from_id', 'to_id', 'direction', 'labels'])
    const rest = result.node.entries().filter(([key]) => !known.has(key))
    if (rest.length > 0) this.#set(AT.value, new Map(rest))
    this.#write()
  }

  /** That of who said nothing. */
  writeNothing(): void {
    this.#cells.empty(this.#plan.firstData - AT.region_id)
  }

  #isWritten({ node, value }: RawResult): boolean {
    return value !== undefined && !this.#cells.isGuarded && this.#layouts.write(node, value, this.#cells)
  }

  #write(): void {
    const cells = this.#cells
    this.#writeColumns(AT.region_id, AT.type)
    cells.cell(this.#type)
    cells.cell(this.#fromName)
    this.#writeColumns(AT.to_name, AT.label)
    if (this.#labels.length === 0) cells.empty(2)
    else {
      cells.cell(this.#labels[0])
      cells.cell(this.#labels)
    }
    this.#writeColumns(AT.score, this.#tokens.length)
  }

  #writeColumns(from: number, to: number): void {
    let empty = 0
    for (let k = from; k < to; k++) {
      const token = this.#tokens[k]!
      const value = this.#values[k]
      if (token === 0 && value === undefined) {
        empty++
        continue
      }
      this.#cells.empty(empty)
      empty = 0
      if (value === undefined) this.#cells.token(this.#tape!, token)
      else this.#cells.cell(value)
    }
    this.#cells.empty(empty)
  }

  #begin(type: string, fromName: string, labels: readonly string[]): void {
    this.#type = type
    this.#fromName = fromName
    this.#labels = labels
    this.#rest = undefined
    this.#tokens.fill(0)
    this.#values.fill(undefined)
  }

  #set(place: number, value: Value | undefined): void {
    this.#values[place] = value
  }

  /** All that results with one id say: what has a column goes there, the rest into `value`. */
  #results(results: readonly RawResult[], answers: readonly Answer[]): void {
    for (let k = 0; k < results.length; k++) {
      const result = results[k]!
      const { node, value } = result
      this.#tape = node.tape
      if (value !== undefined && !isAnswer(value.tape, value.token, answers)) this.#members(value, result, answers)
      this.#fields(node, result)
    }
    if (answers.length > 0) this.#answers(answers)
    if (this.#rest !== undefined) this.#set(AT.value, this.#rest)
  }

  #members({ tape, token }: JsonNode, result: RawResult, answers: readonly Answer[]): void {
    const closer = closerOf(tape, token, OPEN_BRACE)
    for (let key = token + 2; key < closer; key = nextToken(tape, key + 2)) {
      const member = MEMBERS.indexOf(tape, key)
      if (member < 0 && isLabelList(tape, key, this.#labels)) continue
      if (isAnswer(tape, key + 2, answers)) continue
      if (member < 0 || !this.#put(tape, MEMBER_PLACES[member]!, key + 2)) this.#keep(decodeString(tape, key), key + 2, result)
    }
  }

  #fields({ tape, token }: JsonNode, result: RawResult): void {
    const fields = FIELDS.locate(tape, token)
    for (let k = 0; k < FIELD_PLACES.length; k++) {
      const field = fields.token(k)
      if (field === 0 || isNothing(tape, field)) continue
      if (!this.#put(tape, FIELD_PLACES[k]!, field)) this.#keep(FIELD_NAMES[k]!, field, result)
    }
  }

  /** False when something else stands there. */
  #put(tape: Tape, column: number, token: number): boolean {
    const present = this.#tokens[column]!
    if (present === 0) this.#tokens[column] = token
    return present === 0 || isSame(new JsonNode(tape, present), new JsonNode(tape, token))
  }

  /** Results of one region repeat its geometry; what says something else under the same name is kept beside it. */
  #keep(key: string, token: number, { node: { tape }, fromName }: RawResult): void {
    this.#rest ??= new Map()
    const node = new JsonNode(tape, token)
    let name = key
    for (let present = this.#rest.get(name); present !== undefined && !isSame(present, node); present = this.#rest.get(name))
      name = `${fromName}.${name}`
    if (!this.#rest.has(name)) this.#rest.set(name, node)
  }

  #answers(answers: readonly Answer[]): void {
    const said = new Map<string, Value[]>()
    for (const answer of answers) {
      const name = controlOf(answer.result)
      const values = said.get(name) ?? []
      values.push(answerValue(answer, this.#plan))
      said.set(name, values)
    }
    for (const [name, values] of said) {
      const value = values.length === 1 ? values[0]! : values
      const place = this.#plan.controls.get(name)
      if (place !== undefined) this.#set(place, value)
      else {
        this.#rest ??= new Map()
        this.#rest.set(this.#rest.has(name) ? `${name}.answer` : name, value)
      }
    }
  }
}

function typeOf(results: readonly RawResult[], fromName: string): string {
  for (let k = 0; k < results.length; k++) if (results[k]!.fromName === fromName) return results[k]!.type
  return ''
}

function isSame(present: Value, node: JsonNode): boolean {
  return present instanceof JsonNode && (isSpelledAs(present, node) || printCompact(present) === printCompact(node))
}

/** Nearly all that is repeated is; to see that takes less than to print both. */
function isSpelledAs(a: JsonNode, b: JsonNode): boolean {
  const { start, end } = a
  const shift = b.start - start
  if (b.end !== end + shift) return false
  for (let k = start; k < end; k++) if (a.tape.bytes[k] !== b.tape.bytes[k + shift]) return false
  return true
}

function answerValue({ value }: Answer, { values }: TidyPlan): Value {
  if (value === undefined) return null
  const elements = value.elements()
  return values === 'label-studio' && elements.length === 1 && elements[0]!.kind === 'string' ? elements[0]! : value
}

/** Whether an answer is what stands there: it has a column, also where it is all of a `value` (a pairwise `selected`). */
function isAnswer(tape: Tape, token: number, answers: readonly Answer[]): boolean {
  return answers.length > 0 && answers.some(({ value }) => value?.tape === tape && value.token === token)
}

/** Whether the member with this key is a list that has nothing in it but these labels. */
function isLabelList(tape: Tape, key: number, labels: readonly string[]): boolean {
  const list = key + 2
  const closer = closerOf(tape, list, OPEN_BRACKET)
  if (closer === 0 || !decodeString(tape, key).endsWith('labels')) return false
  for (let element = list + 2; element < closer; element = nextToken(tape, element))
    if (!labels.includes(stringAt(tape, element) ?? new JsonNode(tape, element).text())) return false
  return true
}
