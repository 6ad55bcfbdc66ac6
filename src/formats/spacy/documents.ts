import type { LabelConfig } from '../../model/label-config.ts'
import type { Task } from '../../model/task.ts'
import type { Carries, EncodeContext, OptionTable } from '../format.ts'
import {
  type LabelledSpan,
  type LabelledText,
  labelledTexts,
  lacksTextSpans,
  TEXT_CARRIES,
  TEXT_OPTIONS,
} from '../shared/labelled-texts.ts'
import { longestSpans } from '../shared/longest-spans.ts'
import { choicesOf, hasTextChoices, possibleChoices } from '../shared/text-choices.ts'

export const SPACY_CARRIES: Carries = { ...TEXT_CARRIES, answers: 'approximate' }

export const SPACY_OPTIONS = {
  spansKey: {
    default: 'sc',
    help: 'Key in `doc.spans` of the group with all spans, overlapping ones too; spaCy’s own default is sc.',
  },
  ...TEXT_OPTIONS,
} as const satisfies OptionTable

/** A text as spaCy holds it. Offsets are UTF-16 units. */
export interface SpacyDocument {
  readonly labelled: LabelledText
  /** One per label of a region, in stored order. */
  readonly spans: readonly SpacySpan[]
  /** The longest regions that do not overlap, by start, each under its first label: `doc.ents`. */
  readonly entities: readonly SpacySpan[]
  /** Each possible choice about the text: 1 when chosen, else 0. */
  readonly cats: Readonly<Record<string, number>>
}

export interface SpacySpan {
  readonly start: number
  readonly end: number
  readonly label: string
}

type Context = EncodeContext & { readonly options: { readonly unlabelledAs: string } }

export function unsuitedForSpacy(config: LabelConfig): string | undefined {
  return hasTextChoices(config) ? undefined : lacksTextSpans(config)
}

/** The documents of a task. What gives way to a longer span in `doc.ents` is in the span group all the same, and reported. */
export function spacyDocuments(task: Task, format: string, context: Context): SpacyDocument[] {
  return labelledTexts(task, 'trim', context).map((labelled) => {
    const cats = catsOf(labelled, format, context)
    const { kept, lost } = longestSpans(labelled.spans)
    for (const { span, winner } of lost)
      context.report.add('span-overlapped', span.where, { winner: winner.labels[0]!, policy: 'longest' }, 'approximated')
    context.report.wrote('documents')
    context.report.wrote('regions', labelled.spans.length)
    return {
      labelled,
      spans: labelled.spans.flatMap(eachLabel),
      entities: kept.flatMap((span) => eachLabel(span).slice(0, 1)),
      cats,
    }
  })
}

function catsOf(labelled: LabelledText, format: string, { config, report }: Context): Record<string, number> {
  const possible = possibleChoices(config, labelled.document.objectName)
  const chosen = choicesOf(labelled, format, report)
  const isAnswered = labelled.annotation !== undefined // else nobody said that it is none of them
  return Object.fromEntries([
    ...(isAnswered ? possible.map((name) => [name, 0] as const) : []),
    ...chosen.map((name) => [name, 1] as const),
  ])
}

function eachLabel({ start, end, labels }: LabelledSpan): SpacySpan[] {
  return labels.map((label) => ({ start, end, label }))
}
