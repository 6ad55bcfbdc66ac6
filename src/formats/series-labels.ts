import type { JsonNode } from '../json/node.ts'
import { parseInstant } from '../model/instant.ts'
import { findObject, type ObjectTag } from '../model/label-config.ts'
import { dataOfObject, objectNames } from '../model/media.ts'
import type { SeriesRange } from '../model/shape.ts'
import { type Annotation, annotationsOf, annotatorName, placeOf, type Task } from '../model/task.ts'
import { type Carries, defineFormat, type EncodeContext, type JoinContext } from './format.ts'
import { csvRow } from './shared/csv-row.ts'
import { LABEL_OPTIONS, labelsToWrite } from './shared/labels.ts'

const CARRIES: Carries = {
  'series-range': 'exact',
  'several-labels': 'exact',
  rectangle: 'drop',
  rotation: 'drop',
  ellipse: 'drop',
  polygon: 'drop',
  polyline: 'drop',
  keypoint: 'drop',
  brush: 'drop',
  bitmask: 'drop',
  span: 'drop',
  'html-span': 'drop',
  'dialogue-span': 'drop',
  segment: 'drop',
  track: 'drop',
  'frame-range': 'drop',
  unknown: 'drop',
  attributes: 'drop',
  answers: 'drop',
  relations: 'drop',
}

const OPTIONS = { unlabelledAs: LABEL_OPTIONS.unlabelledAs } as const
type Context = EncodeContext<typeof OPTIONS>

interface SeriesPart {
  /** Rows of the table of ranges. */
  readonly ranges: string
  readonly tables: readonly { readonly name: string; readonly csv: string }[]
}

/** A range with its labels, as one annotation has it. */
interface LabelledRange {
  readonly shape: SeriesRange
  readonly labels: readonly string[]
}

/** Time series with their labels in a column, and a table of all labelled ranges. */
export const seriesLabels = defineFormat<typeof OPTIONS, SeriesPart>({
  id: 'series-labels',
  aliases: ['time-series-csv'],
  title: 'Time series labels',
  summary: 'A CSV of all labelled ranges; and of each time series whose samples are in the task a CSV with a label column.',
  spec: 'https://labelstud.io/tags/timeseries',
  singleFile: undefined,
  carries: CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',

  unsuited(config) {
    if (config.objects.length === 0 || config.objects.some(({ tag }) => tag === 'TimeSeries')) return undefined
    return 'it holds ranges of time series, and the labeling config has no TimeSeries tag'
  },

  encode(tasks, context) {
    let ranges = ''
    const tables: { name: string; csv: string }[] = []
    for (const task of tasks)
      for (const annotation of annotationsOf(task)) {
        const found = rangesOf(task, annotation, context)
        ranges += printRanges(task, annotation, found, context)
        for (const [objectName, own] of found) tables.push(...tablesOf({ task, annotation, objectName }, own, context))
      }
    return { ranges, tables }
  },

  async join(parts, sink, context: JoinContext<typeof OPTIONS>) {
    const ranges = context.spool()
    await ranges.write(csvRow(RANGE_COLUMNS))
    for await (const part of parts) {
      await ranges.write(part.ranges)
      for (const { name, csv } of part.tables) await sink.put(`series/${context.fileName(name)}`, csv)
    }
    await sink.put('ranges.csv', ranges.read())
  },
})

const RANGE_COLUMNS = ['task_id', 'annotation_id', 'annotator', 'series', 'start', 'end', 'instant', 'label']

/** By object tag; every series of the config has an entry. */
function rangesOf(task: Task, annotation: Annotation, context: Context): Map<string, LabelledRange[]> {
  const { config, options, report } = context
  const series = config.objects.filter(({ tag }) => tag === 'TimeSeries').flatMap((object) => objectNames(task, config, object))
  const found = new Map<string, LabelledRange[]>(series.map((name) => [name, []]))
  for (const region of context.regions(annotation)) {
    const { shape, toName } = region
    if (shape.kind !== 'series-range') continue // no other shape is carried
    const labels = labelsToWrite(region, options.unlabelledAs, placeOf(task, annotation, region), report)
    if (labels.length === 0) continue
    found.set(toName, [...(found.get(toName) ?? []), { shape, labels }])
    report.wrote('regions')
  }
  return found
}

/** A row per range and label, by series. */
function printRanges(
  task: Task,
  annotation: Annotation,
  found: ReadonlyMap<string, readonly LabelledRange[]>,
  { config, report }: Context,
): string {
  const annotator = annotatorName(annotation.annotator) ?? annotation.modelVersion
  let rows = ''
  for (const [objectName, ranges] of found) {
    const series = dataOfObject(task, config, objectName)?.string() ?? objectName
    for (const { shape, labels } of ranges)
      for (const label of labels) {
        rows += csvRow([task.id, annotation.id, annotator, series, shape.start, shape.end, String(shape.instant), label])
        report.wrote('rows')
      }
  }
  return rows
}

interface Series {
  readonly task: Task
  readonly annotation: Annotation
  readonly objectName: string
}

/** The series with a column of labels, if its samples are in the task. */
function tablesOf({ task, annotation, objectName }: Series, ranges: readonly LabelledRange[], { config, report }: Context) {
  const object = findObject(config, objectName)?.tag
  const columns = (dataOfObject(task, config, objectName)?.entries() ?? []).filter(([, values]) => values.kind === 'array')
  if (object === undefined || columns.length === 0) return []
  const samples = new Map(columns.map(([name, values]) => [name, values.elements()]))
  report.wrote('series')
  return [{ name: `task-${task.id}-annotation-${annotation.id}-${objectName}.csv`, csv: printSeries(samples, object, ranges) }]
}

function printSeries(
  samples: ReadonlyMap<string, readonly JsonNode[]>,
  object: ObjectTag,
  ranges: readonly LabelledRange[],
): string {
  const length = Math.max(...[...samples.values()].map((values) => values.length))
  const times = samples.get(object.attributes.get('timeColumn') ?? '')
  const names = [...samples.keys()]
  const limits = ranges.map(({ shape, labels }) => ({ from: momentOf(shape.start), to: momentOf(shape.end), labels }))
  const rows = Array.from({ length }, (_, k) => {
    const moment = times === undefined ? k : momentIn(times[k])
    const here = limits.filter(({ from, to }) => from <= moment && moment <= to).flatMap(({ labels }) => labels)
    const cells = [...samples.values()].map((values) => cellOf(values[k]))
    return csvRow([...cells, [...new Set(here)].join('|')])
  })
  return [csvRow([...names, names.includes('label') ? '_label' : 'label']), ...rows].join('')
}

/** Numbers as they are, dates in milliseconds; NaN for what is neither, which is in no range. */
function momentOf(time: number | string): number {
  if (typeof time === 'number') return time
  return time.trim() !== '' && Number.isFinite(Number(time)) ? Number(time) : (parseInstant(time) ?? Number.NaN)
}

function momentIn(sample: JsonNode | undefined): number {
  return momentOf(sample?.number() ?? sample?.string() ?? '')
}

function cellOf(sample: JsonNode | undefined): string {
  return sample === undefined || sample.isNull() ? '' : (sample.string() ?? sample.text())
}
