import type { JsonNode } from '../json/node.ts'
import type { Result } from './project.ts'
import type { ReadContext, Reader, TaskDraft } from './reader.ts'
import { everyRecord, type JsonRecord, needText, restOf, tasksOfRecords } from './shared/records.ts'
import { CountedText, TextTags } from './shared/text-tags.ts'

/** spaCy as JSON: what `Example.from_dict` takes, and what `Doc.to_json` gives. */
export const spacyJsonl: Reader = {
  id: 'spacy-jsonl',
  aliases: ['spacy-json'],
  title: 'spaCy (JSONL)',
  summary: 'Entities, span groups and categories of texts; one object per line, or a list of them.',
  options: [],
  detect: async (dataSet) => ((await everyRecord(dataSet, isSpacy)) ? 'sure' : undefined),
  read(dataSet, context) {
    const tags = new TextTags(context)
    return tasksOfRecords(dataSet, context, (record) => readTask(record, tags, context))
  },
}

function isSpacy(node: JsonNode): boolean {
  if (node.get('text')?.kind !== 'string') return false
  const entities = node.get('entities')
  const areTriples = entities?.kind === 'array' && entities.elements().every(({ kind }) => kind === 'array')
  return (
    areTriples ||
    node.get('ents')?.kind === 'array' ||
    node.get('spans')?.kind === 'object' ||
    node.get('cats')?.kind === 'object'
  )
}

function readTask(record: JsonRecord, tags: TextTags, context: ReadContext): TaskDraft | undefined {
  const { node, where } = record
  const text = needText(record, context, 'text')
  if (text === undefined) return undefined
  const counted = new CountedText(text, tags, context)
  const results: Result[] = []
  const seen = new Set<string>() // entities stand among the spans of a group, too
  for (const element of spansOf(node)) {
    const [start, end, label] = element.kind === 'array' ? element.elements() : membersOf(element)
    const name = label?.string()
    const key = JSON.stringify([start?.number(), end?.number(), name])
    if (name === undefined) context.add('record-invalid', where, { problem: `${element.text()} is no span` })
    if (name === undefined || seen.has(key)) continue
    seen.add(key)
    const span = counted.span(String(seen.size), start?.number() ?? -1, end?.number() ?? -1, name, where)
    if (span !== undefined) results.push(span)
  }
  const chosen = node
    .get('cats')
    ?.entries()
    .filter(([, share]) => (share.number() ?? Number(share.boolean())) >= CHOSEN)
  if (chosen !== undefined && chosen.length > 0)
    results.push(
      tags.choices(
        'category',
        chosen.map(([name]) => name),
      ),
    )
  const annotator = node.get('meta')?.get('annotator')
  return {
    data: { text, ...restOf(node, KNOWN) },
    annotations: [{ results, by: annotator?.string() ?? annotator?.number() }],
    where,
  }
}

/** spaCy's own threshold of categories. */
const CHOSEN = 0.5

/** Those of all groups, then the entities. */
function spansOf(node: JsonNode): JsonNode[] {
  const groups =
    node
      .get('spans')
      ?.entries()
      .flatMap(([, group]) => group.elements()) ?? []
  return [...groups, ...((node.get('entities') ?? node.get('ents'))?.elements() ?? [])]
}

function membersOf(element: JsonNode): (JsonNode | undefined)[] {
  return [element.get('start'), element.get('end'), element.get('label')]
}

/** What is read, or follows from it. */
const KNOWN: ReadonlySet<string> = new Set(['text', 'entities', 'ents', 'spans', 'cats', 'tokens', 'sents'])
