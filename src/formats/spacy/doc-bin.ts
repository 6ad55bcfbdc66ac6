import { encode } from '@msgpack/msgpack'
import { deflateRawStream } from '../../io/deflate.ts'
import { ByteWriter } from '../../json/byte-writer.ts'
import type { JoinContext, Spool } from '../format.ts'
import { codePointCounter } from '../shared/code-points.ts'
import { originOf } from '../shared/labelled-texts.ts'
import type { SpacyDocument } from './documents.ts'
import { hashString } from './string-hash.ts'
import type { SpacyWords } from './words.ts'

/*
 * spaCy's DocBin: a map in MessagePack, packed by zlib; the numbers of all tokens in one array
 * (https://github.com/explosion/spaCy/blob/master/spacy/tokens/_serialize.py).
 */

/** Numbers of spaCy's attributes ORTH, ENT_IOB and ENT_TYPE: what is kept of each token. */
const ATTRIBUTES = [65, 77, 78]
const [INSIDE, OUTSIDE, BEGIN] = [1n, 2n, 3n]

/** Many documents, as they stand in the arrays of the file. */
export interface DocBinPart {
  readonly documents: number
  /** Three numbers of 64 bits per token. */
  readonly tokens: Uint8Array
  /** A byte per token: whether a blank is behind it. */
  readonly spaces: Uint8Array
  /** Tokens of each document, 32 bits. */
  readonly lengths: Uint8Array
  /** MessagePack, one value per document. */
  readonly cats: Uint8Array
  readonly groups: Uint8Array
  readonly origins: Uint8Array
  /** All that was hashed. */
  readonly strings: readonly string[]
}

/** Takes documents one by one. */
export class DocBinBuilder {
  readonly #spansKey: string
  readonly #hashes = new Map<string, bigint>()
  readonly #tokens = new ByteWriter()
  readonly #spaces = new ByteWriter()
  readonly #lengths = new ByteWriter()
  readonly #cats = new ByteWriter()
  readonly #groups = new ByteWriter()
  readonly #origins = new ByteWriter()
  readonly #word = new DataView(new ArrayBuffer(8))
  #documents = 0

  constructor(spansKey: string) {
    this.#spansKey = spansKey
  }

  add(document: SpacyDocument, words: SpacyWords): void {
    this.#documents++
    this.#addTokens(document, words)
    for (const isSpaced of words.isSpaced) this.#spaces.byte(isSpaced ? 1 : 0)
    this.#lengths.bytes(uint32(words.words.length, true))
    this.#cats.bytes(encode(document.cats, { forceIntegerToFloat: true }))
    this.#groups.bytes(encode(this.#spanGroups(document, words)))
    this.#origins.bytes(encode(encode(originOf(document.labelled))))
  }

  take(): DocBinPart {
    return {
      documents: this.#documents,
      tokens: this.#tokens.take(),
      spaces: this.#spaces.take(),
      lengths: this.#lengths.take(),
      cats: this.#cats.take(),
      groups: this.#groups.take(),
      origins: this.#origins.take(),
      strings: [...this.#hashes.keys()],
    }
  }

  #addTokens({ entities }: SpacyDocument, { words, starts, ends }: SpacyWords): void {
    const tags = words.map((): readonly [bigint, bigint] => [OUTSIDE, 0n])
    for (const { start, end, label } of entities) {
      const first = starts.get(start)!
      for (let k = first; k < ends.get(end)!; k++) tags[k] = [k === first ? BEGIN : INSIDE, this.#hash(label)]
    }
    for (const [k, word] of words.entries()) {
      const [iob, type] = tags[k]!
      for (const value of [this.#hash(word), iob, type]) this.#eight(value)
    }
  }

  /** `SpanGroups.to_bytes`: the bytes of a group → its keys. */
  #spanGroups({ labelled, spans }: SpacyDocument, { starts, ends }: SpacyWords): Uint8Array {
    if (spans.length === 0) return encode([])
    const codePointAt = codePointCounter(labelled.document.text)
    const printed = spans.map(({ start, end, label }) => {
      const bytes = new DataView(new ArrayBuffer(40)) // id, kb_id, label; words and characters of the span
      bytes.setBigUint64(16, this.#hash(label))
      for (const [k, value] of [starts.get(start)!, ends.get(end)!, codePointAt(start), codePointAt(end)].entries())
        bytes.setInt32(24 + 4 * k, value)
      return new Uint8Array(bytes.buffer)
    })
    const group = encode({ name: this.#spansKey, attrs: {}, spans: printed })
    const ONE_MEMBER = 0x81 // of a map; a key that is no string is nothing the encoder writes
    return new ByteWriter()
      .byte(ONE_MEMBER)
      .bytes(encode(group))
      .bytes(encode([this.#spansKey]))
      .take()
  }

  #eight(value: bigint): void {
    this.#word.setBigUint64(0, value, true)
    this.#tokens.bytes(new Uint8Array(this.#word.buffer))
  }

  #hash(text: string): bigint {
    const known = this.#hashes.get(text)
    if (known !== undefined) return known
    const hash = hashString(text)
    this.#hashes.set(text, hash)
    return hash
  }
}

/** The file of all parts. Arrays go through spools, strings are kept: memory grows with the vocabulary only. */
export async function* docBinFile(parts: AsyncIterable<DocBinPart>, context: JoinContext): AsyncGenerator<Uint8Array> {
  const arrays = Object.fromEntries(ARRAYS.map((name) => [name, new Measured(context.spool())])) as Record<ArrayName, Measured>
  const strings = new Set<string>()
  let documents = 0
  for await (const part of parts) {
    documents += part.documents
    for (const text of part.strings) strings.add(text)
    for (const name of ARRAYS) await arrays[name].write(part[name])
  }
  yield* zlibStream(members(arrays, [...strings], documents))
}

const ARRAYS = ['tokens', 'spaces', 'lengths', 'cats', 'groups', 'origins'] as const
type ArrayName = (typeof ARRAYS)[number]

async function* members(
  { tokens, spaces, lengths, cats, groups, origins }: Readonly<Record<ArrayName, Measured>>,
  strings: readonly string[],
  documents: number,
): AsyncGenerator<Uint8Array> {
  const TEN_MEMBERS = 0x8a // of a map
  yield Uint8Array.of(TEN_MEMBERS)
  yield* [encode('version'), encode('0.1'), encode('attrs'), encode(ATTRIBUTES)]
  yield* binary('tokens', tokens)
  yield* binary('spaces', spaces)
  yield* binary('lengths', lengths)
  yield* [encode('strings'), encode(strings)]
  yield* list('cats', documents, cats.read())
  yield* list('flags', documents, repeated(encode({ has_unknown_spaces: false }), documents))
  yield* list('span_groups', documents, groups.read())
  yield* list('user_data', documents, origins.read())
}

const BIN32 = 0xc6
const ARRAY32 = 0xdd

async function* binary(key: string, content: Measured): AsyncGenerator<Uint8Array> {
  yield* [encode(key), Uint8Array.of(BIN32), uint32(content.length, false)]
  yield* content.read()
}

async function* list(key: string, length: number, elements: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* [encode(key), Uint8Array.of(ARRAY32), uint32(length, false)]
  yield* elements
}

async function* repeated(bytes: Uint8Array, times: number): AsyncGenerator<Uint8Array> {
  for (let k = 0; k < times; k++) yield bytes
}

/** A spool that knows how much is in it. */
class Measured {
  readonly #spool: Spool
  length = 0

  constructor(spool: Spool) {
    this.#spool = spool
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.length += bytes.length
    await this.#spool.write(bytes)
  }

  read(): AsyncIterable<Uint8Array> {
    return this.#spool.read()
  }
}

/** Deflate with zlib's header and checksum (RFC 1950), as it comes. */
async function* zlibStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let [low, high] = [1, 0] // Adler-32
  const summed = async function* () {
    for await (const chunk of chunks) {
      for (const byte of chunk) {
        low = (low + byte) % 65_521
        high = (high + low) % 65_521
      }
      yield chunk
    }
  }
  yield Uint8Array.of(0x78, 0x9c)
  yield* deflateRawStream(summed())
  yield uint32(high * 65_536 + low, false)
}

function uint32(value: number, isLittleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, value, isLittleEndian)
  return new Uint8Array(view.buffer)
}
