import { KeyTable, type Located } from '../json/key-table.ts'
import { JsonNode } from '../json/node.ts'
import type { Tape } from '../json/scan.ts'
import { hashAt } from '../json/text.ts'
import { kindAt } from '../json/token.ts'
import type { Size } from '../model/shape.ts'
import type { RawResult } from '../model/task.ts'
import { readId, readNumber, withArticle } from './read-value.ts'

const FIELDS = new KeyTable([
  ...(['id', 'from_name', 'to_name', 'type', 'value', 'from_id', 'to_id', 'original_width', 'original_height'] as const),
  ...(['original_length', 'item_index', 'pageNumber', 'parentID', 'score'] as const),
])
const { at } = FIELDS

/** A result with all that its region asks for beside `value`, found in one walk; texts and numbers are read when they are asked for. */
export class ReadResult implements RawResult {
  readonly fromName: string
  readonly toName: string
  readonly type: string
  /** `type` in small letters. */
  readonly kind: string
  readonly mediaSize: Size | undefined
  readonly #tape: Tape
  readonly #token: number
  // Tokens, 0 where there is none.
  readonly #id: number
  readonly #value: number
  readonly #length: number
  readonly #itemIndex: number
  readonly #pageNumber: number
  readonly #parentId: number
  readonly #score: number

  constructor(tape: Tape, token: number, type: string, fields: Located) {
    this.#tape = tape
    this.#token = token
    this.type = type
    this.kind = type.toLowerCase()
    this.fromName = fields.string(at.from_name) ?? ''
    this.toName = fields.string(at.to_name) ?? ''
    this.mediaSize = readSize(fields)
    this.#id = fields.token(at.id)
    this.#value = fields.token(at.value)
    this.#length = fields.token(at.original_length)
    this.#itemIndex = fields.token(at.item_index)
    this.#pageNumber = fields.token(at.pageNumber)
    this.#parentId = fields.token(at.parentID)
    this.#score = fields.token(at.score)
  }

  get node(): JsonNode {
    return new JsonNode(this.#tape, this.#token)
  }

  get id(): string | undefined {
    return readIdText(this.#nodeAt(this.#id))
  }

  /** Differs for most ids that differ; 0 when the id may be spelled in several ways, and for none. */
  get idHash(): number {
    return this.#id === 0 ? 0 : hashAt(this.#tape, this.#id)
  }

  get value(): JsonNode | undefined {
    return this.#nodeAt(this.#value)
  }

  get hasMediaLength(): boolean {
    return this.#length !== 0
  }

  get mediaSeconds(): number | undefined {
    return readNumber(this.#nodeAt(this.#length))
  }

  get itemIndex(): JsonNode | undefined {
    return this.#nodeAt(this.#itemIndex)
  }

  get pageNumber(): JsonNode | undefined {
    return this.#nodeAt(this.#pageNumber)
  }

  get parentId(): string | undefined {
    return this.#nodeAt(this.#parentId)?.string() || undefined
  }

  get score(): number | undefined {
    return readNumber(this.#nodeAt(this.#score))
  }

  /** The members of `value` under the keys of a table; see {@link KeyTable.locate}. */
  locate(keys: Pick<KeyTable<string>, 'locate'>): Located {
    return keys.locate(this.#tape, this.#value === 0 ? this.#token : this.#value)
  }

  #nodeAt(token: number): JsonNode | undefined {
    return token === 0 ? undefined : new JsonNode(this.#tape, token)
  }
}

/** A result, or what is wrong with it. Relations and chat messages name no control. */
export function readResult(tape: Tape, token: number): ReadResult | string {
  const kind = kindAt(tape, token)
  if (kind !== 'object') return `expected an object, found ${withArticle(kind)}`
  const fields = FIELDS.locate(tape, token)
  const type = fields.string(at.type) ?? ''
  if (type === 'relation') {
    if (!fields.has(at.from_id) || !fields.has(at.to_id)) return 'the relation has no `from_id` and `to_id`'
  } else {
    if (type === '' && !fields.string(at.from_name)) return 'it has neither `from_name` nor `type`'
    const value = fields.has(at.value) ? kindAt(tape, fields.token(at.value)) : 'null'
    if (value === 'null') return 'it has no `value`'
    if (value !== 'object') return `expected \`value\` to be an object, found ${withArticle(value)}`
  }
  return new ReadResult(tape, token, type, fields)
}

export function readIdText(node: JsonNode | undefined): string | undefined {
  const id = readId(node)
  return id === undefined ? undefined : String(id)
}

/** Most regions lie on pictures of one size, which then need one object only. */
let lastSize: Size = { width: 0, height: 0 }

function readSize(fields: Located): Size | undefined {
  const width = readNumber(fields.node(at.original_width))
  const height = readNumber(fields.node(at.original_height))
  if (width === undefined || height === undefined || !(width > 0 && height > 0)) return undefined
  if (lastSize.width !== width || lastSize.height !== height) lastSize = { width, height }
  return lastSize
}
