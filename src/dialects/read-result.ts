import { KeyTable } from '../json/key-table.ts'
import type { JsonNode } from '../json/node.ts'
import type { Size } from '../model/shape.ts'
import type { RawResult } from '../model/task.ts'
import { readId, readNumber, withArticle } from './read-value.ts'

const FIELDS = new KeyTable([
  ...(['id', 'from_name', 'to_name', 'type', 'value', 'from_id', 'to_id', 'original_width', 'original_height'] as const),
  ...(['original_length', 'item_index', 'pageNumber', 'parentID', 'score'] as const),
])
const MEMBERS = new KeyTable([
  ...(['x', 'y', 'width', 'height', 'rotation', 'radiusX', 'radiusY', 'hidden', 'points', 'vertices', 'closed'] as const),
  ...(['rle', 'imageDataURL', 'sequence', 'ranges', 'start', 'end', 'startOffset', 'endOffset', 'globalOffsets'] as const),
  ...(['text', 'channel', 'instant', 'item_index', 'pageNumber', 'score', 'confidence'] as const),
])

/** What a shape may be made of, and what may be told in `value` instead of beside it. */
export type Members = ReturnType<typeof MEMBERS.blank>

/** A result with all that its region asks for beside `value`, found in one walk. */
export interface ReadResult extends RawResult {
  readonly mediaSize: Size | undefined
  readonly mediaLength: JsonNode | undefined
  readonly itemIndex: JsonNode | undefined
  readonly pageNumber: JsonNode | undefined
  readonly parentId: string | undefined
  readonly score: number | undefined
}

/** A result, or what is wrong with it. Relations and chat messages name no control. */
export function readResult(node: JsonNode): ReadResult | string {
  if (node.kind !== 'object') return `expected an object, found ${withArticle(node.kind)}`
  const fields = node.pick(FIELDS)
  const { value } = fields
  const type = fields.type?.string() ?? ''
  const fromName = fields.from_name?.string() ?? ''
  if (type === 'relation') {
    if (fields.from_id === undefined || fields.to_id === undefined) return 'the relation has no `from_id` and `to_id`'
  } else {
    if (fromName === '' && type === '') return 'it has neither `from_name` nor `type`'
    if (value === undefined || value.isNull()) return 'it has no `value`'
    if (value.kind !== 'object') return `expected \`value\` to be an object, found ${withArticle(value.kind)}`
  }
  return {
    node,
    id: readIdText(fields.id),
    fromName,
    toName: fields.to_name?.string() ?? '',
    type,
    value,
    mediaSize: readSize(fields.original_width, fields.original_height),
    mediaLength: fields.original_length,
    itemIndex: fields.item_index,
    pageNumber: fields.pageNumber,
    parentId: fields.parentID?.string() || undefined,
    score: readNumber(fields.score),
  }
}

/** The members of a result's value, in one walk. */
export function membersOf({ value }: RawResult): Members {
  return value?.pick(MEMBERS) ?? MEMBERS.blank()
}

export function readIdText(node: JsonNode | undefined): string | undefined {
  const id = readId(node)
  return id === undefined ? undefined : String(id)
}

function readSize(widthNode: JsonNode | undefined, heightNode: JsonNode | undefined): Size | undefined {
  const width = readNumber(widthNode)
  const height = readNumber(heightNode)
  return width !== undefined && height !== undefined && width > 0 && height > 0 ? { width, height } : undefined
}
