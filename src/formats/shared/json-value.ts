import { BLANK, CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET } from '../../json/ascii.ts'
import { ByteWriter, Snippet } from '../../json/byte-writer.ts'
import { JsonNode } from '../../json/node.ts'
import { COMPACT, deeper, writeBreak, writeCompact, writePretty } from '../../json/print.ts'

/** JSON that is put together from parts of the input: nodes keep the spelling of their numbers. */
export type Value = JsonNode | string | number | null | readonly Value[] | Map<string, Value> | Printable

/** A value that prints itself, for what would be much to put together first. */
export abstract class Printable {
  /** @param depth as of {@link writePretty}, or {@link COMPACT} */
  abstract print(writer: ByteWriter, depth: number): void
}

/** Takes the members of an object one by one; a Map does. */
export interface MemberSink {
  set(name: string, value: Value): unknown
}

/** Without white space. */
export function writeCompactValue(writer: ByteWriter, value: Value): void {
  writeValue(writer, value, COMPACT)
}

/** Two blanks per level, as {@link writePretty} lays it out. */
export function writePrettyValue(writer: ByteWriter, value: Value): void {
  writeValue(writer, value, 0)
}

/** Prints an object while its members come in, two blanks per level. No name may come twice. */
export class ObjectPrinter implements MemberSink {
  readonly #writer: ByteWriter
  #start = 0

  constructor(writer: ByteWriter) {
    this.#writer = writer
  }

  open(): void {
    this.#start = this.#writer.byte(OPEN_BRACE).length
  }

  set(name: string, value: Value): void {
    const writer = this.#writer
    writer.snippet(leadOf(name, 1, writer.length === this.#start))
    writeValue(writer, value, 1)
  }

  close(): void {
    const writer = this.#writer
    if (writer.length > this.#start) writeBreak(writer, 0)
    writer.byte(CLOSE_BRACE)
  }
}

function writeValue(writer: ByteWriter, value: Value, depth: number): void {
  if (value instanceof JsonNode) {
    if (depth === COMPACT) writeCompact(writer, value)
    else writePretty(writer, value, depth)
  } else if (typeof value === 'number') writer.number(value)
  else if (value === null || typeof value === 'string') writer.text(JSON.stringify(value))
  else if (value instanceof Printable) value.print(writer, depth)
  else writeContainer(writer, value, depth)
}

function writeContainer(writer: ByteWriter, value: readonly Value[] | Map<string, Value>, depth: number): void {
  const inner = deeper(depth)
  const isObject = value instanceof Map
  const start = writer.byte(isObject ? OPEN_BRACE : OPEN_BRACKET).length
  if (isObject)
    value.forEach((member, key) => {
      writer.snippet(leadOf(key, inner, writer.length === start))
      writeValue(writer, member, inner)
    })
  else
    for (let k = 0; k < value.length; k++) {
      writeLead(writer, k, inner)
      writeValue(writer, value[k]!, inner)
    }
  if (depth !== COMPACT && writer.length > start) writeBreak(writer, depth)
  writer.byte(isObject ? CLOSE_BRACE : CLOSE_BRACKET)
}

/** What stands before the k-th element of a list whose elements are so deep. */
export function writeLead(writer: ByteWriter, k: number, depth: number): void {
  if (k > 0) writer.byte(COMMA)
  if (depth !== COMPACT) writeBreak(writer, depth)
}

const MOST_KEYS = 4096
/** By depth, {@link COMPACT} first, for first members and for others. */
const leads: Map<string, Snippet>[] = []

/** What stands before a member's value: the same few keys come again and again. */
export function leadOf(key: string, depth: number, isFirst: boolean): Snippet {
  const place = 2 * (depth + 1) + (isFirst ? 0 : 1)
  leads[place] ??= new Map()
  return leads[place].get(key) ?? newLead(leads[place], key, depth, isFirst)
}

function newLead(known: Map<string, Snippet>, key: string, depth: number, isFirst: boolean): Snippet {
  const writer = new ByteWriter()
  writeLead(writer, isFirst ? 0 : 1, depth)
  writer.text(JSON.stringify(key)).byte(COLON)
  if (depth !== COMPACT) writer.byte(BLANK)
  const lead = new Snippet(writer.flush())
  if (known.size < MOST_KEYS) known.set(key, lead)
  return lead
}
