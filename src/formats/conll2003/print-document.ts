import { GoldpanError } from '../../model/error.ts'
import type { Detail } from '../../model/issue.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import type { Task } from '../../model/task.ts'
import { type Layout, layoutOf, printHeader } from './dialects.ts'
import type { TextDocument } from './documents.ts'
import { type Entity, tagColumns } from './entities.ts'
import type { Context } from './options.ts'
import { type Defeat, type OverlapPolicy, resolveOverlaps } from './overlaps.ts'
import { cutAt, findBorders, mergeBorders, type Range } from './sentences.ts'
import { splitAtBorders, tagTokens, widenToTokens } from './tags.ts'
import { hideDocumentMarks, tokenize } from './tokenizers.ts'

/** The rows of one text; nothing for a text without tokens. */
export function printDocument(task: Task, document: TextDocument, found: readonly Entity[], context: Context): string {
  const { options, report } = context
  const layout = layoutOf(options.dialect, task.dialect)
  const chosen = resolveOverlaps(found, options.overlaps)
  reportLost(chosen.lost, document.text, context)
  const cut = cutTokens(document, chosen.kept, layout, context)
  reportRepeated(chosen.repeated, cut.entities, document.text, context)
  const columns = columnCount(options.overlaps, context.config)
  const tagged = Array.from({ length: columns }, (_, column) => {
    const own = options.overlaps === 'columns' ? cut.entities.filter((entity) => entity.column === column) : cut.entities
    return tagTokens(cut.sentences, own, options.scheme)
  })
  report.wrote('regions', cut.entities.length)
  if (cut.sentences.length === 0) return ''
  const [first = [], ...others] = tagged
  const filler = ` ${layout.filler} `
  let row = 0
  let rows = layout.headerStands === 'document' ? printHeader(layout, columns) : ''
  for (const tokens of cut.sentences) {
    for (const { start, end } of tokens) {
      rows += document.text.slice(start, end) + filler + first[row]
      for (const tags of others) rows += ` ${tags[row]}`
      rows += '\n'
      row++
    }
    rows += '\n'
  }
  report.wrote('documents')
  report.wrote('sentences', cut.sentences.length)
  report.wrote('tokens', row)
  return rows
}

/** Tag columns of a row: the same in the whole file. */
export function columnCount(overlaps: OverlapPolicy, config: LabelConfig): number {
  return overlaps === 'columns' ? tagColumns(config).length : 1
}

/** The tokens of each sentence that has any, and the entities as they fit them. */
function cutTokens(
  { text, blocks }: TextDocument,
  entities: readonly Entity[],
  layout: Layout,
  context: Context,
): { sentences: Range[][]; entities: readonly Entity[] } {
  const { options } = context
  const tokenizer = options.tokenizer === 'auto' ? layout.tokenizer : options.tokenizer
  const policy = options.sentences === 'auto' ? layout.sentences : options.sentences
  const { hard, soft } = findBorders(text, blocks)
  const blank = policy === 'sentence' ? mergeBorders(hard, soft) : policy === 'line' ? hard : []
  const cuts = mergeBorders(hard, tokenizer === 'treebank' ? soft : blank) // treebank rules are about sentences
  const tokens = cutAt(text.length, cuts, entities).flatMap((sentence) =>
    tokenize(text, sentence, tokenizer, options.segmentUnspaced),
  )
  const fitted = options.splitTokens ? entities : widen(tokens, entities, text, context)
  const pieces = hideDocumentMarks(text, options.splitTokens ? splitAtBorders(tokens, entities) : tokens)
  return { sentences: groupTokens(pieces, cutAt(text.length, blank, fitted)), entities: fitted }
}

/** Entities of whole tokens: now two that did not overlap may claim one token. */
function widen(tokens: readonly Range[], entities: readonly Entity[], text: string, context: Context): readonly Entity[] {
  const { kept, lost, repeated } = resolveOverlaps(widenToTokens(tokens, entities), context.options.overlaps)
  reportLost([...lost, ...repeated], text, context)
  const exact = new Map(entities.map((entity) => [entity.where, entity]))
  for (const { where, start, end } of kept) {
    const entity = exact.get(where)
    if (entity?.start !== start || entity.end !== end) context.report.add('span-cut', where)
  }
  return kept
}

function groupTokens(tokens: readonly Range[], sentences: readonly Range[]): Range[][] {
  const groups: Range[][] = sentences.map(() => [])
  let sentence = 0
  for (const token of tokens) {
    while (sentence < sentences.length - 1 && sentences[sentence]!.end <= token.start) sentence++
    groups[sentence]?.push(token)
  }
  return groups.filter((group) => group.length > 0)
}

function reportLost(lost: readonly Defeat[], text: string, { options, report }: Context): void {
  for (const { entity, winner } of lost) {
    if (options.overlaps === 'error')
      throw new GoldpanError(
        'spans-overlap',
        `${describe(entity, text)} overlaps ${describe(winner, text)}, and a token takes one tag`,
        'choose who wins with --overlaps longest or first, or write a column per control with --overlaps columns',
        entity.where,
      )
    report.add('span-overlapped', entity.where, detailOf(winner, text, options.overlaps))
  }
}

/** A span that repeats another one, label and all, is in the output by that other one. */
function reportRepeated(repeated: readonly Defeat[], written: readonly Entity[], text: string, context: Context): void {
  const places = new Set(written.map(({ where }) => where))
  reportLost(
    repeated.filter(({ winner }) => !places.has(winner.where)),
    text,
    context,
  )
  for (const { entity, winner } of repeated.filter(({ winner: { where } }) => places.has(where))) {
    context.report.add('span-overlapped', entity.where, detailOf(winner, text, context.options.overlaps), 'approximated')
    context.report.wrote('regions')
  }
}

function detailOf(winner: Entity, text: string, policy: OverlapPolicy): Detail {
  return { winner: describe(winner, text), policy: policy === 'columns' ? 'longest' : policy }
}

/** `LOC "Bank of America Tower"`. */
function describe({ label, start, end }: Entity, text: string): string {
  const words = text.slice(start, end)
  return `${label} "${words.length > 40 ? `${words.slice(0, 40).toWellFormed()}…` : words}"`
}
