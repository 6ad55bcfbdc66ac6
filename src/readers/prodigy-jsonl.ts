import type { JsonNode } from '../json/node.ts'
import type { Result } from './project.ts'
import type { AnnotationDraft, ReadContext, Reader, TaskDraft } from './reader.ts'
import { everyRecord, type JsonRecord, needText, restOf, tasksOfRecords } from './shared/records.ts'
import { CountedText, TextTags } from './shared/text-tags.ts'

/** Prodigy: a text per line with spans, relations and chosen options. */
export const prodigyJsonl: Reader = {
  id: 'prodigy-jsonl',
  aliases: ['prodigy'],
  title: 'Prodigy',
  summary: 'Spans, relations and choices of texts; what was rejected or ignored counts as skipped.',
  options: [],
  detect: async (dataSet) => ((await everyRecord(dataSet, isProdigy)) ? 'sure' : undefined),
  read(dataSet, context) {
    const tags = new TextTags(context)
    return tasksOfRecords(dataSet, context, (record) => readTask(record, tags, context))
  },
}

/** `spans` are objects, unlike those of spaCy; what only Prodigy writes tells it from others. */
function isProdigy(node: JsonNode): boolean {
  if (node.get('text')?.kind !== 'string') return false
  const hasSpans =
    node.get('spans')?.kind === 'array' &&
    node
      .get('spans')!
      .elements()
      .every(({ kind }) => kind === 'object')
  const isOwn = ['_input_hash', '_task_hash', 'answer', '_view_id'].some((key) => node.get(key) !== undefined)
  return hasSpans || (isOwn && node.get('spans') === undefined)
}

function readTask(record: JsonRecord, tags: TextTags, context: ReadContext): TaskDraft | undefined {
  const { node, where } = record
  const text = needText(record, context, 'text')
  if (text === undefined) return undefined
  const spans = readSpans(node, new CountedText(text, tags, context), where)
  const results: Result[] = spans.map(({ result }) => result)
  const options = node.get('options')?.elements() ?? []
  for (const option of options) tags.choices('choice', [choiceOf(option)]) // lists those that nobody chose
  const accepted =
    node
      .get('accept')
      ?.elements()
      .map((id) => chosenOf(id, options)) ?? []
  if (accepted.length > 0) results.push(tags.choices('choice', accepted))
  const answer = node.get('answer')?.string()
  const label = node.get('label')?.string()
  if (label !== undefined && node.get('spans') === undefined) results.push(tags.choices('choice', [label])) // a category to accept or reject
  results.push(...readRelations(node, spans, where, tags, context))
  const isAnnotated = answer !== undefined || results.length > 0
  const draft: AnnotationDraft = { results, by: annotatorOf(node), wasCancelled: answer === 'ignore' || answer === 'reject' }
  return { data: { text, ...restOf(node, KNOWN) }, annotations: isAnnotated ? [draft] : [], where }
}

interface ReadSpan {
  readonly result: Result
  readonly start: number
  readonly end: number
  readonly label: string
  /** The last of its tokens, by which relations name it; undefined where it has none. */
  readonly token: number | undefined
}

function readSpans(node: JsonNode, text: CountedText, where: JsonRecord['where']): ReadSpan[] {
  return (node.get('spans')?.elements() ?? []).flatMap((span, k) => {
    const [start = -1, end = -1] = [span.get('start')?.number(), span.get('end')?.number()]
    const label = span.get('label')?.string() ?? 'span'
    const score = span.get('score')?.number()
    const result = text.span(span.get('id')?.string() ?? String(k + 1), start, end, label, where, { score })
    return result === undefined ? [] : [{ result, start, end, label, token: span.get('token_end')?.number() }]
  })
}

/** By the spans that stand in the relation, else by the tokens. */
function readRelations(
  node: JsonNode,
  spans: readonly ReadSpan[],
  where: JsonRecord['where'],
  tags: TextTags,
  context: ReadContext,
): Result[] {
  const find = (relation: JsonNode, role: 'head' | 'child') => {
    const own = relation.get(`${role}_span`)
    const [start, end, label] = [own?.get('start')?.number(), own?.get('end')?.number(), own?.get('label')?.string()]
    const token = relation.get(role)?.number()
    const same = spans.filter((span) => (own === undefined ? span.token === token : span.start === start && span.end === end))
    return same.find((span) => span.label === label) ?? same[0]
  }
  return (node.get('relations')?.elements() ?? []).flatMap((relation) => {
    const [head, child] = [find(relation, 'head'), find(relation, 'child')]
    if (head?.result.id !== undefined && child?.result.id !== undefined)
      return [tags.relation(head.result.id, child.result.id, relation.get('label')?.string() ?? 'related')]
    context.add('record-invalid', where, {
      problem: `the relation \`${relation.get('label')?.string() ?? ''}\` is not between two spans`,
    })
    return []
  })
}

function choiceOf(option: JsonNode): string {
  return option.get('id')?.string() ?? option.get('text')?.string() ?? option.get('id')?.text() ?? option.text()
}

/** `accept` holds ids of options. */
function chosenOf(id: JsonNode, options: readonly JsonNode[]): string {
  const option = options.find((candidate) => candidate.get('id')?.text() === id.text())
  return option === undefined ? (id.string() ?? id.text()) : choiceOf(option)
}

function annotatorOf(node: JsonNode): string | number | undefined {
  const own = node.get('_annotator_id') ?? node.get('meta')?.get('annotator')
  return own?.string() ?? own?.number()
}

/** What is read, follows from it, or is Prodigy's own book-keeping. */
const KNOWN: ReadonlySet<string> = new Set([
  ...(['text', 'spans', 'tokens', 'relations', 'options', 'accept', 'answer', '_input_hash', '_task_hash'] as const),
  ...(['_annotator_id', '_session_id', '_view_id', '_timestamp', '_is_binary'] as const),
])
