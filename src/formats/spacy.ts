import { defineFormat } from './format.ts'
import { cutTokens, TOKEN_OPTIONS } from './shared/tokens.ts'
import { DocBinBuilder, type DocBinPart, docBinFile } from './spacy/doc-bin.ts'
import { SPACY_CARRIES, SPACY_OPTIONS, spacyDocuments, unsuitedForSpacy } from './spacy/documents.ts'
import { spacyWords } from './spacy/words.ts'

/** spaCy's binary corpus, ready for `spacy train`. */
export const spacy = defineFormat({
  id: 'spacy',
  aliases: ['docbin', 'spacy-docbin'],
  title: 'spaCy (DocBin)',
  summary: 'One .spacy file with tokens, entities, span groups and categories of every text, as `spacy train` takes it.',
  spec: 'https://spacy.io/api/data-formats#binary-training',
  singleFile: 'result.spacy',
  carries: SPACY_CARRIES,
  options: { ...SPACY_OPTIONS, ...TOKEN_OPTIONS },
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  unsuited: unsuitedForSpacy,

  encode(tasks, context) {
    const builder = new DocBinBuilder(context.options.spansKey)
    for (const task of tasks)
      for (const document of spacyDocuments(task, 'spacy', context)) {
        const { text } = document.labelled.document
        const [tokens = []] = cutTokens(document.labelled.document, document.spans, context.options)
        builder.add(document, spacyWords(text, tokens))
        context.report.wrote('tokens', tokens.length)
      }
    return builder.take()
  },

  async join(parts: AsyncIterable<DocBinPart>, sink, context) {
    await sink.put('result.spacy', docBinFile(parts, context))
  },
})
