import { defineFormat } from './format.ts'
import { codePointCounter } from './shared/code-points.ts'
import { jsonLines } from './shared/json-lines.ts'
import { originOf } from './shared/labelled-texts.ts'
import {
  SPACY_CARRIES,
  SPACY_OPTIONS,
  type SpacyDocument,
  type SpacySpan,
  spacyDocuments,
  unsuitedForSpacy,
} from './spacy/documents.ts'

/** spaCy's training data as people keep it in JSON: what `Example.from_dict` takes, with the text beside it. */
export const spacyJsonl = defineFormat({
  id: 'spacy-jsonl',
  aliases: ['spacy-json'],
  title: 'spaCy (JSONL)',
  summary: 'A line per text with entities, spans and categories by character offsets, as spaCy’s `Example.from_dict` takes them.',
  spec: 'https://spacy.io/api/data-formats#dict-input',
  singleFile: 'result.jsonl',
  carries: SPACY_CARRIES,
  options: SPACY_OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  unsuited: unsuitedForSpacy,

  encode(tasks, context) {
    return jsonLines(tasks, (task) =>
      spacyDocuments(task, 'spacy-jsonl', context).map((document) => recordOf(document, context.options.spansKey)),
    )
  },

  async join(parts: AsyncIterable<Uint8Array>, sink) {
    await sink.put('result.jsonl', parts)
  },
})

function recordOf({ labelled, entities, spans, cats }: SpacyDocument, spansKey: string): object {
  const { text } = labelled.document
  const codePointAt = codePointCounter(text)
  const offsets = ({ start, end, label }: SpacySpan) => [codePointAt(start), codePointAt(end), label]
  return { text, entities: entities.map(offsets), spans: { [spansKey]: spans.map(offsets) }, cats, meta: originOf(labelled) }
}
