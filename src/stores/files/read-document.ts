import { readId } from '../../dialects/read-value.ts'
import { withId } from '../../dialects/with-id.ts'
import { type JsonNode, parseJson } from '../../json/node.ts'
import { JsonSyntaxError } from '../../json/scan.ts'
import { decodeUtf8, encodeUtf8 } from '../../json/utf8.ts'
import type { Id } from '../../model/task.ts'

const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf)

/** What is in a task's file. */
export interface ReadDocument {
  readonly id: Id
  /** With the id of the file's name, whatever it has itself; else word for word. */
  readonly document: Uint8Array
  /** The id that it has itself, where that is another. */
  readonly ownId: Id | undefined
}

/** Why a file holds no task. */
export class NoTask extends Error {
  /** Where it stops being JSON. */
  readonly byte: number | undefined

  constructor(message: string, byte?: number) {
    super(message)
    this.byte = byte
  }
}

/**
 * The task in the bytes of a file.
 * @param id what the name of the file says; undefined where only the document knows it
 * @throws NoTask
 */
export function readDocument(bytes: Uint8Array, id: Id | undefined): ReadDocument {
  const hasMark = BYTE_ORDER_MARK.every((byte, k) => bytes[k] === byte)
  const document = hasMark ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes
  const node = parseDocument(document)
  if (node.kind !== 'object') throw new NoTask(`expected one task, an object, found ${node.kind}`)
  const own = readId(node.get('id'))
  if (id === undefined) {
    if (own === undefined) throw new NoTask('the task has no `id`, and the name of the file does not say it')
    return { id: own, document, ownId: undefined }
  }
  if (own === id) return { id, document, ownId: undefined }
  return { id, document: withId(node, id), ownId: own }
}

/** Bytes that are no UTF-8 are let through, for JSON's own characters can be told all the same: those who read the text complain. @throws NoTask */
export function parseDocument(bytes: Uint8Array): JsonNode {
  try {
    return parseJson(bytes)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    if (error.expected === 'UTF-8 text') return parseDocument(encodeUtf8(decodeUtf8(bytes, 0, bytes.length)))
    throw new NoTask(error.message, error.byte)
  }
}
