import { defineFormat, type EncodeContext } from './format.ts'
import { codePointCounter } from './shared/code-points.ts'
import { jsonLines } from './shared/json-lines.ts'
import {
  type LabelledSpan,
  type LabelledText,
  labelledTexts,
  lacksTextSpans,
  originOf,
  type Range,
  TEXT_CARRIES,
  TEXT_OPTIONS,
} from './shared/labelled-texts.ts'
import { type Link, linksOf } from './shared/links.ts'
import { choicesOf, hasTextChoices, possibleChoices } from './shared/text-choices.ts'
import { cutTokens, TOKEN_OPTIONS } from './shared/tokens.ts'

const OPTIONS = { ...TEXT_OPTIONS, ...TOKEN_OPTIONS } as const
type Context = EncodeContext<typeof OPTIONS>

/** Prodigy's tasks with answers: what `prodigy db-in` takes. */
export const prodigyJsonl = defineFormat({
  id: 'prodigy-jsonl',
  aliases: ['prodigy'],
  title: 'Prodigy',
  summary: 'A line per text with tokens, spans, relations and choices, as `prodigy db-in` takes it.',
  spec: 'https://prodi.gy/docs/api-interfaces',
  singleFile: 'result.jsonl',
  carries: { ...TEXT_CARRIES, answers: 'approximate', relations: 'approximate' },
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  unsuited: (config) => (hasTextChoices(config) ? undefined : lacksTextSpans(config)),

  encode(tasks, context) {
    return jsonLines(tasks, (task) => labelledTexts(task, 'trim', context).map((labelled) => recordOf(labelled, context)))
  },

  async join(parts: AsyncIterable<Uint8Array>, sink) {
    await sink.put('result.jsonl', parts)
  },
})

function recordOf(labelled: LabelledText, context: Context): object {
  const { document, annotation } = labelled
  const { config, options, report } = context
  const tokens = new Tokens(document.text, cutTokens(document, labelled.spans, options)[0] ?? [])
  const spans = labelled.spans.map((span) => tokens.printSpans(span))
  const ends = new Map(labelled.spans.map(({ region }, index) => [region.id, spans[index]![0]!]))
  const relations = linksOf(labelled, ends, 'prodigy-jsonl', report).map(printRelation)
  const choices = possibleChoices(config, document.objectName)
  const accept = choicesOf(labelled, 'prodigy-jsonl', report)
  report.wrote('regions', labelled.spans.length)
  report.wrote('texts')
  return {
    text: document.text,
    tokens: tokens.print(),
    spans: spans.flat(),
    ...(relations.length === 0 ? {} : { relations }),
    ...(choices.length === 0 ? {} : { options: choices.map((id) => ({ id, text: id })) }),
    ...(choices.length === 0 && accept.length === 0 ? {} : { accept }),
    ...(annotation === undefined ? {} : { answer: annotation.wasCancelled ? 'ignore' : 'accept' }),
    meta: originOf(labelled),
  }
}

interface PrintedSpan {
  readonly start: number
  readonly end: number
  readonly token_start: number
  /** The last token, not the one behind it. */
  readonly token_end: number
  readonly label: string
}

/** Tokens of a text, offsets as they are printed: in code points. */
class Tokens {
  readonly #text: string
  readonly #tokens: readonly Range[]
  readonly #codePointAt: (unit: number) => number
  readonly #starts: ReadonlyMap<number, number>
  readonly #ends: ReadonlyMap<number, number>

  constructor(text: string, tokens: readonly Range[]) {
    this.#text = text
    this.#tokens = tokens
    this.#codePointAt = codePointCounter(text)
    this.#starts = new Map(tokens.map(({ start }, id) => [start, id]))
    this.#ends = new Map(tokens.map(({ end }, id) => [end, id]))
  }

  print(): object[] {
    return this.#tokens.map(({ start, end }, id) => ({
      text: this.#text.slice(start, end),
      start: this.#codePointAt(start),
      end: this.#codePointAt(end),
      id,
      ws: this.#text[end] === ' ',
    }))
  }

  /** One per label; spans begin and end with tokens. */
  printSpans({ start, end, labels }: LabelledSpan): PrintedSpan[] {
    const ends = { start: this.#codePointAt(start), end: this.#codePointAt(end) }
    return labels.map((label) => ({ ...ends, token_start: this.#starts.get(start)!, token_end: this.#ends.get(end)!, label }))
  }
}

/** Prodigy draws arcs between single tokens: of a span its last. */
function printRelation({ from, to, label }: Link<PrintedSpan>): object {
  return { head: from.token_end, child: to.token_end, head_span: from, child_span: to, label }
}
