import { replacing, type Splice, spell, spliced } from '../../json/edit.ts'
import type { JsonNode } from '../../json/node.ts'
import type { Id } from '../../model/task.ts'
import type { Storage } from './storage-record.ts'

/** An object of a bucket that is a source of a project. */
export interface HeldObject {
  readonly storage: Storage
  /** Below the storage's prefix. */
  readonly name: string
}

/**
 * The source that holds an object: `s3://bucket/key`, the key letter for letter. Of several the one with the longest prefix, so that what is said of a
 * folder goes before what is said of its bucket. Keys with `.` and `..` between slashes belong to none: some servers read them as paths.
 */
export function storageHolding(storages: readonly Storage[], uri: string): HeldObject | undefined {
  if (uri.split('/').some((part) => part === '.' || part === '..')) return undefined
  const held = storages.flatMap((storage): HeldObject[] => {
    const base = baseUri(storage)
    return base !== undefined && uri.startsWith(base) && uri.length > base.length
      ? [{ storage, name: uri.slice(base.length) }]
      : []
  })
  return held.sort((a, b) => a.name.length - b.name.length)[0]
}

/** What the URIs of a source's objects begin with; undefined for what is no bucket that tasks come from. */
function baseUri(storage: Storage): string | undefined {
  const { side, kind, bucket } = storage
  return side !== 'import' || kind !== 's3' || !bucket ? undefined : `${SCHEME}${bucket}/${keyBase(storage)}`
}

/** What all keys of a storage begin with: nothing, or a prefix that ends with a slash. */
export function keyBase({ prefix }: Storage): string {
  const folder = (prefix ?? '').replace(/\/+$/, '')
  return folder === '' ? '' : `${folder}/`
}

/** Whether there may be URIs of buckets in a task's data; cheap. */
export function namesBuckets(data: JsonNode | undefined): boolean {
  if (data === undefined) return false
  const { buffer, byteOffset, length } = data.bytes()
  return Buffer.from(buffer, byteOffset, length).includes('s3:')
}

/** Whether a task's data name the object, as a value or in quotes within one. */
export function namesUri(data: JsonNode | undefined, wanted: string): boolean {
  let isThere = false
  if (namesBuckets(data))
    for (const { text } of textsIn(data))
      replaceUris(text, (uri) => {
        isThere ||= uri === wanted
        return uri
      })
  return isThere
}

/** A task's data with addresses of this server in the place of the URIs that its project's sources hold; all else letter for letter. */
export function withAddresses(data: JsonNode, storages: readonly Storage[], addressOf: (uri: string) => string): Uint8Array {
  if (!namesBuckets(data)) return data.bytes()
  return changed(data, (text) => replaceUris(text, (uri) => (storageHolding(storages, uri) === undefined ? uri : addressOf(uri))))
}

/** The way back: of a task that a client has read with addresses, and sends as it read it. Addresses of other tasks stay. */
export function withoutAddresses(data: JsonNode, task: Id): Uint8Array {
  return changed(data, (text) =>
    text.replaceAll(/\/tasks\/(\d+)\/resolve\/\?fileuri=([\w=-]+)/g, (address, id: string, encoded: string) => {
      const uri = Number(id) === task ? decodeUri(encoded) : ''
      return uri.startsWith(SCHEME) ? uri : address
    }),
  )
}

/** As Label Studio writes it into addresses: base64 for URLs, padded. */
export function encodeUri(uri: string): string {
  return Buffer.from(uri).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

/** What an address says of an object: base64, or the URI itself. */
export function decodeUri(text: string): string {
  return text.startsWith(SCHEME) ? text : Buffer.from(text, 'base64url').toString()
}

const SCHEME = 's3://'

interface Text {
  readonly node: JsonNode
  readonly text: string
}

function* textsIn(node: JsonNode | undefined): Generator<Text> {
  if (node?.kind === 'array') for (const element of node.elements()) yield* textsIn(element)
  if (node?.kind === 'object') for (const [, value] of node.entries()) yield* textsIn(value)
  const text = node?.string()
  if (node !== undefined && text !== undefined) yield { node, text }
}

/** A value is a URI, or has some in quotes, as HTML has. */
function replaceUris(text: string, replacement: (uri: string) => string): string {
  const whole = text.trim()
  if (whole.startsWith(SCHEME)) return text.replace(whole, () => replacement(whole))
  return text.replaceAll(/(["'])(s3:\/\/[^"'<>]+)\1/g, (_, quote: string, uri: string) => quote + replacement(uri) + quote)
}

function changed(data: JsonNode, change: (text: string) => string): Uint8Array {
  const splices: Splice[] = []
  for (const { node, text } of textsIn(data)) {
    const other = change(text)
    if (other !== text) splices.push(replacing(node, spell(other)))
  }
  return splices.length === 0 ? data.bytes() : spliced(data, splices)
}
