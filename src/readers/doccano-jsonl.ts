import type { JsonNode } from '../json/node.ts'
import type { Result } from './project.ts'
import type { ReadContext, Reader, TaskDraft } from './reader.ts'
import { everyRecord, type JsonRecord, needText, restOf, tasksOfRecords } from './shared/records.ts'
import { CountedText, TextTags } from './shared/text-tags.ts'

/** doccano: spans, relations or categories of a text per line. */
export const doccanoJsonl: Reader = {
  id: 'doccano-jsonl',
  aliases: ['doccano'],
  title: 'doccano',
  summary: 'Spans, relations and categories of texts; one object per line, or a list of them.',
  options: [],
  detect: async (dataSet) => ((await everyRecord(dataSet, isDoccano)) ? 'sure' : undefined),
  read(dataSet, context) {
    const tags = new TextTags(context)
    return tasksOfRecords(dataSet, context, (record) => readTask(record, tags, context))
  },
}

const LABEL_KEYS = ['label', 'labels', 'entities', 'annotations'] as const

/** `label: [[0, 3, "PER"]]` or `["good"]`, or `entities` with offsets. A list of pairs of offsets without a text key is somebody else's. */
function isDoccano(node: JsonNode): boolean {
  if (textOf(node) === undefined || node.get('tokens') !== undefined) return false
  const isSpans = (list: JsonNode | undefined) => list?.kind === 'array' && list.elements().every(isSpanOrName)
  const hasEntities = node.get('entities')?.elements().every(hasOffsets) === true
  if (node.get('entities') !== undefined) return hasEntities && !(node.get('entities')?.elements().length === 0)
  if (node.get('annotations') !== undefined) return node.get('annotations')?.elements().every(hasOffsets) === true
  return isSpans(node.get('label') ?? node.get('labels'))
}

function isSpanOrName(element: JsonNode): boolean {
  return element.kind === 'string' || (element.kind === 'array' && element.elements()[2]?.kind === 'string')
}

function hasOffsets(element: JsonNode): boolean {
  return element.get('start_offset') !== undefined && element.get('end_offset') !== undefined
}

function textOf(node: JsonNode): string | undefined {
  return node.get('text')?.string() ?? node.get('data')?.string()
}

function readTask(record: JsonRecord, tags: TextTags, context: ReadContext): TaskDraft | undefined {
  const { node, where } = record
  const text = needText(record, context, 'text', 'data')
  if (text === undefined) return undefined
  const counted = new CountedText(text, tags, context)
  const results: Result[] = []
  const chosen: string[] = []
  const lists = LABEL_KEYS.map((key) => node.get(key)).filter((list) => list !== undefined)
  for (const element of lists.flatMap((list) => list.elements())) {
    const [start, end, label] = element.kind === 'array' ? element.elements() : membersOf(element)
    const name = label?.string() ?? label?.text()
    const id = element.get('id')?.text() ?? String(results.length + 1)
    if (element.kind === 'string') chosen.push(element.string() ?? '')
    else if (name === undefined) context.add('record-invalid', where, { problem: `${element.text()} is no span` })
    else {
      const span = counted.span(id, start?.number() ?? -1, end?.number() ?? -1, name, where)
      if (span !== undefined) results.push(span)
    }
  }
  if (chosen.length > 0) results.push(tags.choices('category', chosen))
  results.push(...readRelations(node, new Set(results.map(({ id }) => id)), where, tags, context))
  const by = node.get('annotator')?.string() ?? node.get('annotator')?.number()
  return { data: { text, ...restOf(node, KNOWN) }, annotations: lists.length === 0 ? [] : [{ results, by }], where }
}

function membersOf(element: JsonNode): (JsonNode | undefined)[] {
  return [element.get('start_offset'), element.get('end_offset'), element.get('label')]
}

function readRelations(
  node: JsonNode,
  spans: ReadonlySet<string | undefined>,
  where: JsonRecord['where'],
  tags: TextTags,
  context: ReadContext,
): Result[] {
  return (node.get('relations')?.elements() ?? []).flatMap((relation) => {
    const [from, to] = [relation.get('from_id')?.text(), relation.get('to_id')?.text()]
    if (from !== undefined && to !== undefined && spans.has(from) && spans.has(to))
      return [tags.relation(from, to, relation.get('type')?.string() ?? 'related')]
    context.add('record-invalid', where, { problem: `the relation ${relation.text()} is not between two spans` })
    return []
  })
}

const KNOWN: ReadonlySet<string> = new Set(['text', 'data', 'relations', 'annotator', ...LABEL_KEYS])
