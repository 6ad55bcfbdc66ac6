import { ByteWriter } from '../../json/byte-writer.ts'
import { GoldpanError } from '../../model/error.ts'
import type { Detail } from '../../model/issue.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import type { Task } from '../../model/task.ts'
import { type Source, sourceOf } from '../text/characters.ts'
import type { TextDocument } from '../text/documents.ts'
import { type Entity, tagColumns, whereOf } from '../text/entities.ts'
import { type Range, Ranges } from '../text/ranges.ts'
import { cutAt, findBorders, mergeBorders } from '../text/sentences.ts'
import { splitAtBorders, Tagger, widenToTokens } from '../text/tags.ts'
import { hideDocumentMarks, tokenize } from '../text/tokenizers.ts'
import { type Layout, layoutOf, printHeader } from './dialects.ts'
import type { Context } from './options.ts'
import { type Defeat, type OverlapPolicy, resolveOverlaps } from './overlaps.ts'
import type { TokenRun } from './token-run.ts'

const LINE_FEED = 0x0a

/** One for all batches: memory that was written to before is several times faster. */
const rows = new ByteWriter()

/** Prints texts one behind the other. One printer at a time. */
export class DocumentPrinter {
  readonly #context: Context
  readonly #columns: number
  /** Room for the tokens of one document. */
  readonly #words = new Ranges()
  readonly #pieces = new Ranges()
  /** One per tag column. */
  readonly #taggers = new Map<Layout, readonly Tagger[]>()

  constructor(context: Context) {
    this.#context = context
    this.#columns = columnCount(context.options.overlaps, context.config)
    rows.flush() // what a batch left that was broken off
  }

  /** Adds the rows of one text; nothing for a text without tokens. */
  print(task: Task, document: TextDocument, found: readonly Entity[]): void {
    const { options, report } = this.#context
    const layout = layoutOf(options.dialect, task.dialect)
    const chosen = resolveOverlaps(found, options.overlaps)
    reportLost(chosen.lost, document.text, this.#context)
    const source = sourceOf(document.text)
    const cut = this.#cut(source, document.blocks, chosen.kept, layout)
    reportRepeated(chosen.repeated, cut.entities, document.text, this.#context)
    report.wrote('regions', cut.entities.length)
    if (cut.tokens.length === 0) return
    if (layout.headerStands === 'document') rows.text(printHeader(layout, this.#columns))
    report.wrote('documents')
    report.wrote('sentences', this.#printRows(source, cut, this.#taggersOf(layout, cut.entities)))
    report.wrote('tokens', cut.tokens.length)
  }

  /** Adds what was printed elsewhere. @param tell called for each of its tasks */
  addRun({ tasks, bytes, documents, sentences, tokens, regions }: TokenRun, tell: (task: number) => void): void {
    const { report } = this.#context
    for (let task = 0; task < tasks; task++) tell(task)
    rows.bytes(bytes)
    report.wrote('regions', regions)
    report.wrote('documents', documents)
    report.wrote('sentences', sentences)
    report.wrote('tokens', tokens)
  }

  /** The bytes of what was printed. */
  take(): Uint8Array {
    return rows.take()
  }

  /** The tokens are good until the next call. */
  #cut(source: Source, blocks: readonly number[] | undefined, entities: readonly Entity[], layout: Layout): CutText {
    const { options } = this.#context
    const { text } = source
    this.#words.clear()
    this.#pieces.clear()
    const tokenizer = options.tokenizer === 'auto' ? layout.tokenizer : options.tokenizer
    const policy = options.sentences === 'auto' ? layout.sentences : options.sentences
    const { hard, soft } = findBorders(source, blocks)
    const blank = policy === 'sentence' ? mergeBorders(hard, soft) : policy === 'line' ? hard : []
    const cuts = mergeBorders(hard, tokenizer === 'treebank' ? soft : blank) // treebank rules are about sentences
    const words = tokenize(source, cutAt(text.length, cuts, entities), tokenizer, options.segmentUnspaced, this.#words)
    const fitted = options.splitTokens ? entities : widen(words, entities, text, this.#context)
    const tokens = hideDocumentMarks(text, options.splitTokens ? splitAtBorders(words, entities, this.#pieces) : words)
    return { tokens, sentences: cutAt(text.length, blank, fitted), entities: fitted }
  }

  /** Gives the number of sentences that have tokens. */
  #printRows({ text, units }: Source, { tokens, sentences }: CutText, taggers: readonly Tagger[]): number {
    const { starts, ends, length } = tokens
    let printed = 0
    let sentence = 0
    let sentenceEnd = -1
    for (let k = 0; k < length; k++) {
      const start = starts[k]!
      const isFirst = start >= sentenceEnd
      if (isFirst) {
        if (printed++ > 0) rows.byte(LINE_FEED)
        while (sentence < sentences.length - 1 && sentences[sentence]!.end <= start) sentence++
        sentenceEnd = sentences[sentence]!.end
      }
      const next = k + 1 < length ? starts[k + 1]! : text.length
      const nextStart = next < sentenceEnd ? next : text.length
      rows.units(units, start, ends[k]!)
      for (const tagger of taggers) rows.bytes(tagger.tag(start, nextStart, isFirst))
    }
    rows.byte(LINE_FEED)
    return printed
  }

  #taggersOf(layout: Layout, entities: readonly Entity[]): readonly Tagger[] {
    const taggers = this.#taggers.get(layout) ?? this.#makeTaggers(layout)
    const isSplit = this.#context.options.overlaps === 'columns'
    for (const [column, tagger] of taggers.entries())
      tagger.begin(isSplit ? entities.filter((entity) => entity.column === column) : entities)
    return taggers
  }

  #makeTaggers(layout: Layout): readonly Tagger[] {
    const { scheme } = this.#context.options
    const taggers = Array.from(
      { length: this.#columns },
      (_, column) => new Tagger(scheme, column === 0 ? ` ${layout.filler} ` : ' ', column === this.#columns - 1 ? '\n' : ''),
    )
    this.#taggers.set(layout, taggers)
    return taggers
  }
}

/** Tag columns of a row: the same in the whole file. */
export function columnCount(overlaps: OverlapPolicy, config: LabelConfig): number {
  return overlaps === 'columns' ? tagColumns(config).length : 1
}

interface CutText {
  readonly tokens: Ranges
  /** All of the text; some may have no tokens. */
  readonly sentences: readonly Range[]
  /** As they fit the tokens. */
  readonly entities: readonly Entity[]
}

/** Entities of whole tokens: now two that did not overlap may claim one token. */
function widen(tokens: Ranges, entities: readonly Entity[], text: string, context: Context): readonly Entity[] {
  const { kept, lost, repeated } = resolveOverlaps(widenToTokens(tokens, entities), context.options.overlaps)
  reportLost([...lost, ...repeated], text, context)
  const exact = new Map(entities.map((entity) => [entity.region, entity]))
  for (const widened of kept) {
    const entity = exact.get(widened.region)
    if (entity?.start !== widened.start || entity.end !== widened.end) context.report.add('span-cut', whereOf(widened))
  }
  return kept
}

function reportLost(lost: readonly Defeat[], text: string, { options, report }: Context): void {
  for (const { entity, winner } of lost) {
    if (options.overlaps === 'error')
      throw new GoldpanError(
        'spans-overlap',
        `${describe(entity, text)} overlaps ${describe(winner, text)}, and a token takes one tag`,
        'choose who wins with [--overlaps longest or first], or write a column per control with [--overlaps columns]',
        whereOf(entity),
      )
    report.add('span-overlapped', whereOf(entity), detailOf(winner, text, options.overlaps))
  }
}

/** A span that repeats another one, label and all, is in the output by that other one. */
function reportRepeated(repeated: readonly Defeat[], written: readonly Entity[], text: string, context: Context): void {
  if (repeated.length === 0) return
  const regions = new Set(written.map(({ region }) => region))
  reportLost(
    repeated.filter(({ winner }) => !regions.has(winner.region)),
    text,
    context,
  )
  for (const { entity, winner } of repeated.filter(({ winner }) => regions.has(winner.region))) {
    context.report.add('span-overlapped', whereOf(entity), detailOf(winner, text, context.options.overlaps), 'approximated')
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
