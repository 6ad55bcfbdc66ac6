import type { JsonNode } from '../json/node.ts'
import { Row } from '../json/outline.ts'
import { kindAt } from '../json/token.ts'
import type { Size } from '../model/shape.ts'
import type { RawResult } from '../model/task.ts'
import { readId, readNumber, withArticle } from './read-value.ts'
import { FROM_NAME, ID_HASH, MEDIA_HEIGHT, MEDIA_WIDTH, resultAt, TO_NAME, TYPE } from './task-outline.ts'

/** A result as a view of its row, that of {@link RESULT}. */
export class ReadResult extends Row implements RawResult {
  get id(): string | undefined {
    return readId(this.valueAt(resultAt.id))?.toString()
  }

  /** Differs for most ids that differ; 0 when the id may be spelled in several ways, and for none. */
  get idHash(): number {
    return this.int(ID_HASH)
  }

  get fromName(): string {
    return this.nameAt(FROM_NAME, resultAt.from_name) ?? ''
  }

  get toName(): string {
    return this.nameAt(TO_NAME, resultAt.to_name) ?? ''
  }

  get type(): string {
    return this.nameAt(TYPE, resultAt.type) ?? ''
  }

  /** `type` in small letters. */
  get kind(): string {
    return inSmallLetters(this.type)
  }

  get value(): JsonNode | undefined {
    return this.valueAt(resultAt.value)
  }

  get mediaSize(): Size | undefined {
    const width = this.knownNumber(MEDIA_WIDTH, resultAt.original_width)
    const height = this.knownNumber(MEDIA_HEIGHT, resultAt.original_height)
    return width === undefined || height === undefined || !(width > 0 && height > 0) ? undefined : sizeOf(width, height)
  }

  get mediaSeconds(): number | undefined {
    return this.number(resultAt.original_length)
  }

  get parentId(): string | undefined {
    return this.stringAt(resultAt.parentID) || undefined
  }

  /** A number, also one in quotes; see {@link readNumber}. */
  number(slot: number): number | undefined {
    return readNumber(this.valueAt(slot))
  }

  /** The same of one that the outline has read. */
  knownNumber(double: number, slot: number): number | undefined {
    const known = this.doubleAt(double)
    return Number.isFinite(known) ? known : this.number(slot)
  }
}

/** What is wrong with a result; undefined when it is fine. Relations and chat messages name no control. */
export function problemOf(result: ReadResult): string | undefined {
  const { tape } = result.rows
  const kind = kindAt(tape, result.int(0))
  if (kind !== 'object') return `expected an object, found ${withArticle(kind)}`
  const { type } = result
  if (type === 'relation')
    return result.has(resultAt.from_id) && result.has(resultAt.to_id) ? undefined : 'the relation has no `from_id` and `to_id`'
  if (type === '' && result.fromName === '') return 'it has neither `from_name` nor `type`'
  const value = result.has(resultAt.value) ? kindAt(tape, result.int(resultAt.value)) : 'null'
  if (value === 'null') return 'it has no `value`'
  return value === 'object' ? undefined : `expected \`value\` to be an object, found ${withArticle(value)}`
}

/** Most regions lie on pictures of one size, which then need one object only. */
let lastSize: Size = { width: 0, height: 0 }

function sizeOf(width: number, height: number): Size {
  if (lastSize.width !== width || lastSize.height !== height) lastSize = { width, height }
  return lastSize
}

/** There are few types, and most results have that of the one before. */
let lastType = ''
let lastKind = ''

function inSmallLetters(type: string): string {
  if (type !== lastType) {
    lastType = type
    lastKind = type.toLowerCase()
  }
  return lastKind
}
