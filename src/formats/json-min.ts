import { ByteWriter } from '../json/byte-writer.ts'
import { defineFormat, type EncodeContext, type JoinContext } from './format.ts'
import { reportRenamed } from './shared/column-names.ts'
import { inBrackets } from './shared/json-list.ts'
import { ObjectPrinter } from './shared/json-value.ts'
import {
  itemsOf,
  planRecords,
  putRecord,
  RECORD_CARRIES,
  RECORD_OPTIONS,
  type RecordPlan,
  recordCarriesWith,
  reportWritten,
} from './shared/record.ts'

const OPTIONS = {
  fields: {
    default: 'all',
    choices: ['all', 'bare'],
    help: 'all = also id, annotator, annotation_id, created_at, updated_at, lead_time; bare = data and controls only, as in the guide.',
  },
  ...RECORD_OPTIONS,
} as const

export const jsonMin = defineFormat({
  id: 'json-min',
  aliases: ['JSON_MIN'],
  title: 'JSON-MIN',
  summary: 'A flat record per annotation: the data, a list of values per control, who and when.',
  spec: 'https://labelstud.io/guide/export#JSON-MIN',
  singleFile: 'result.json',
  carries: RECORD_CARRIES,
  carriesWith: recordCarriesWith,
  options: OPTIONS,
  defaults: { annotations: 'all', unannotated: true },
  purpose: 'records',
  survey: 'always',
  unsuited: () => undefined,

  encode(batch, context) {
    const plan = planOf(context)
    const writer = new ByteWriter()
    const record = new ObjectPrinter(writer)
    for (const task of batch)
      for (const annotation of itemsOf(task)) {
        reportWritten(annotation, plan.options.relations, context.report)
        context.report.wrote('records')
        if (writer.length > 0) writer.text(',\n')
        record.open()
        putRecord(record, task, annotation, plan)
        record.close()
      }
    return writer.take()
  },

  async join(parts: AsyncIterable<Uint8Array>, sink, context) {
    reportRenamed(planOf(context).names, context.report)
    await sink.put('result.json', inBrackets(parts))
  },
})

type Contexts = EncodeContext<typeof OPTIONS> | JoinContext<typeof OPTIONS>

function planOf({ config, survey, options }: Contexts): RecordPlan {
  if (survey === undefined) throw new Error('json-min cannot name its keys without a survey')
  return planRecords(config, survey, options, options.fields === 'all')
}
