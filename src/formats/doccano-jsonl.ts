import type { Task } from '../model/task.ts'
import { type Carries, defineFormat, type EncodeContext, type Options } from './format.ts'
import { codePointCounter } from './shared/code-points.ts'
import { jsonLines } from './shared/json-lines.ts'
import {
  type LabelledText,
  labelledTexts,
  lacksTextSpans,
  originOf,
  TEXT_CARRIES,
  TEXT_OPTIONS,
} from './shared/labelled-texts.ts'
import { linksOf } from './shared/links.ts'
import { choicesOf, hasTextChoices } from './shared/text-choices.ts'

const OPTIONS = {
  task: {
    default: 'sequence-labeling',
    choices: ['sequence-labeling', 'relation-extraction', 'text-classification'],
    help: 'Kind of doccano project: spans as [start, end, label]; spans with ids and relations between them; choices about whole texts.',
  },
  ...TEXT_OPTIONS,
} as const
type Context = EncodeContext<typeof OPTIONS>

/** What doccano's JSONL import takes. */
export const doccanoJsonl = defineFormat({
  id: 'doccano-jsonl',
  aliases: ['doccano'],
  title: 'doccano',
  summary: 'A line per text with labelled spans, relations or categories, as doccano imports it.',
  spec: 'https://doccano.github.io/doccano/tutorial/',
  singleFile: 'result.jsonl',
  carries: TEXT_CARRIES,
  carriesWith: ({ task }) => carriesOf(task),
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: true },
  purpose: 'training',
  survey: 'without-config',

  unsuited(config, { task }) {
    if (task !== 'text-classification') return lacksTextSpans(config)
    return hasTextChoices(config) ? undefined : 'it holds choices about texts, and the labeling config has none'
  },

  encode(tasks, context) {
    return jsonLines(tasks, (task) => recordsOf(task, context))
  },

  async join(parts: AsyncIterable<Uint8Array>, sink) {
    await sink.put('result.jsonl', parts)
  },
})

function carriesOf(task: Options<typeof OPTIONS>['task']): Partial<Carries> {
  switch (task) {
    case 'sequence-labeling':
      return {}
    case 'relation-extraction':
      return { relations: 'approximate' }
    case 'text-classification':
      return { span: 'drop', 'html-span': 'drop', 'dialogue-span': 'drop', answers: 'approximate' }
  }
}

function recordsOf(task: Task, context: Context): object[] {
  return labelledTexts(task, 'keep', context).map((labelled) => {
    context.report.wrote('texts')
    context.report.wrote('regions', labelled.spans.length)
    return { text: labelled.document.text, ...annotationOf(labelled, context), ...originOf(labelled) }
  })
}

/** Offsets are code points. */
function annotationOf(labelled: LabelledText, { options, report }: Context): object {
  const codePointAt = codePointCounter(labelled.document.text)
  const { spans } = labelled
  switch (options.task) {
    case 'sequence-labeling':
      return {
        label: spans.flatMap(({ start, end, labels }) => labels.map((label) => [codePointAt(start), codePointAt(end), label])),
      }
    case 'relation-extraction': {
      const entities: object[] = []
      const ids = new Map<string, number>() // a relation ends at the first label of its region
      for (const { region, start, end, labels } of spans)
        for (const label of labels) {
          entities.push({ id: entities.length, label, start_offset: codePointAt(start), end_offset: codePointAt(end) })
          if (!ids.has(region.id)) ids.set(region.id, entities.length - 1)
        }
      const links = linksOf(labelled, ids, 'doccano-jsonl', report)
      return { entities, relations: links.map(({ from, to, label }, id) => ({ id, from_id: from, to_id: to, type: label })) }
    }
    case 'text-classification':
      return { label: choicesOf(labelled, 'doccano-jsonl', report) }
  }
}
