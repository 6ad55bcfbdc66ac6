import { defineFormat } from './format.ts'
import { RECORD_CARRIES } from './shared/record.ts'
import { encodeRows, joinRows, TABLE_OPTIONS, tableCarriesWith } from './shared/table.ts'

export const tsv = defineFormat({
  id: 'tsv',
  aliases: ['TSV'],
  title: 'TSV',
  summary: 'A tab-separated table: a row per annotation, or with --rows regions a row per region.',
  spec: 'https://labelstud.io/guide/export#TSV',
  singleFile: 'result.tsv',
  carries: RECORD_CARRIES,
  carriesWith: tableCarriesWith,
  options: TABLE_OPTIONS,
  defaults: { annotations: 'all', unannotated: true },
  purpose: 'records',
  survey: 'always', // the header names all data keys and controls
  unsuited: () => undefined,

  encode(batch, context) {
    return encodeRows(batch, context, '\t')
  },

  async join(parts: AsyncIterable<string>, sink, context) {
    await joinRows(parts, 'result.tsv', sink, context, '\t')
  },
})
