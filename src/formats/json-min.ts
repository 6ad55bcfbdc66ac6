import { ByteWriter } from '../json/byte-writer.ts'
import { defineFormat, type EncodeContext, type JoinContext } from './format.ts'
import { reportRenamed } from './shared/column-names.ts'
import { inBrackets } from './shared/json-list.ts'
import { ObjectPrinter } from './shared/json-value.ts'
import { plainRecords } from './shared/plain-records.ts'
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
import type { RecordStyle } from './shared/record-run.ts'
import { remembering } from './shared/remembering.ts'

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
    let count = 0
    const separate = () => void (writer.length > 0 && writer.text(',\n'))
    if (plan.plain !== undefined)
      context.printer?.records(plan.plain, ({ records, regions, bytes }) => {
        separate()
        writer.bytes(bytes)
        context.report.wrote('regions', regions)
        count += records
      })
    for (const task of batch)
      for (const annotation of itemsOf(task)) {
        reportWritten(annotation, plan.options.relations, context.report)
        count++
        separate()
        record.open()
        putRecord(record, task, annotation, plan)
        record.close()
      }
    context.report.wrote('records', count)
    return writer.take()
  },

  async join(parts: AsyncIterable<Uint8Array>, sink, context) {
    reportRenamed(planOf(context).names, context.report)
    await sink.put('result.json', inBrackets(parts))
  },
})

type Contexts = EncodeContext<typeof OPTIONS> | JoinContext<typeof OPTIONS>

interface Plan extends RecordPlan {
  /** How plain tasks are printed at once; undefined where they are not. */
  readonly plain: RecordStyle | undefined
}

const planOf = remembering(({ config, survey, options }: Contexts): Plan => {
  if (survey === undefined) throw new Error('json-min cannot name its keys without a survey')
  const plan = planRecords(config, survey, options, options.fields === 'all')
  const isUsual = options.fields === 'all' && !options.regionIds && !options.relations
  return { ...plan, plain: isUsual ? plainRecords({ config, survey, names: plan.names }) : undefined }
})
