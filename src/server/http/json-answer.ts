import { ByteWriter } from '../../json/byte-writer.ts'
import type { JsonNode } from '../../json/node.ts'
import { decodeUtf8 } from '../../json/utf8.ts'

/** JSON that goes into an answer letter for letter, so that numbers and key order stay as they were imported. */
export class RawJson {
  readonly json: string | Uint8Array

  constructor(json: string | Uint8Array) {
    this.json = json
  }
}

export type Answer = null | boolean | number | string | undefined | RawJson | readonly Answer[] | AnswerObject
/** Keys whose value is undefined are left out. */
export interface AnswerObject {
  readonly [key: string]: Answer
}

/** The value as it stands in a document; null when there is none. */
export function rawOf(node: JsonNode | undefined, otherwise: Answer = null): Answer {
  return node === undefined ? otherwise : new RawJson(node.bytes())
}

/** As `JSON.stringify`, with raw parts. */
export function printAnswer(value: Answer): string {
  const bytes = answerBytes(value)
  return decodeUtf8(bytes, 0, bytes.length)
}

/** The same in UTF-8. */
export function answerBytes(value: Answer): Uint8Array {
  writeAnswer(shared, value)
  return shared.take()
}

/** Nothing else happens while an answer is printed, so one buffer is enough. */
const shared = new ByteWriter()

/** The same behind what was written before. */
export function writeAnswer(writer: ByteWriter, value: Answer): void {
  if (value instanceof RawJson) typeof value.json === 'string' ? writer.text(value.json) : writer.bytes(value.json)
  else if (value === null || value === undefined) writer.text('null')
  else if (typeof value === 'number') writer.number(value)
  else if (typeof value !== 'object') writer.text(JSON.stringify(value))
  else if (isList(value)) writeList(writer, value)
  else writeObject(writer, value)
}

function writeList(writer: ByteWriter, list: readonly Answer[]): void {
  writer.text('[')
  for (const [k, element] of list.entries()) {
    if (k > 0) writer.text(',')
    writeAnswer(writer, element)
  }
  writer.text(']')
}

function writeObject(writer: ByteWriter, object: AnswerObject): void {
  let before = '{'
  for (const key in object) {
    const member = object[key]
    if (member === undefined) continue
    writer.text(before).text(quotedKey(key))
    writeAnswer(writer, member)
    before = ','
  }
  writer.text(before === '{' ? '{}' : '}')
}

/** Of names that come again and again. */
const quotedKeys = new Map<string, string>()
const MOST_KEYS = 1000

function quotedKey(key: string): string {
  const known = quotedKeys.get(key)
  if (known !== undefined) return known
  const quoted = `${JSON.stringify(key)}:`
  if (quotedKeys.size < MOST_KEYS) quotedKeys.set(key, quoted)
  return quoted
}

/** @param headers beside the content type */
export function jsonResponse(value: Answer, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(answerBytes(value), { status, headers: { 'content-type': 'application/json', ...headers } })
}

export function noContent(headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status: 204, headers })
}

function isList(value: object): value is readonly Answer[] {
  return Array.isArray(value)
}
