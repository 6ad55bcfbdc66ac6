import { ByteWriter } from '../json/byte-writer.ts'
import { printCompact } from '../json/print.ts'
import { type Annotation, annotationsOf, annotatorName, placeOf, type Region, type Relation, type Task } from '../model/task.ts'
import { type Carries, defineFormat, type EncodeContext } from './format.ts'
import { type CodePointCounter, codePointCounter } from './shared/code-points.ts'
import { csvRow } from './shared/csv-row.ts'
import { placeRegions, readDocuments, type TextDocument } from './text/documents.ts'

const END_COLUMNS = ['id', 'label', 'type', 'start', 'end', 'text', 'value']
const COLUMNS = [
  ...['task_id', 'annotation_id', 'annotator', 'relation', 'direction'],
  ...['from', 'to'].flatMap((side) => END_COLUMNS.map((column) => `${side}_${column}`)),
]

/** Only regions in a relation are written, those word for word. */
const CARRIES: Carries = {
  span: 'approximate',
  'html-span': 'approximate',
  'dialogue-span': 'approximate',
  rectangle: 'approximate',
  ellipse: 'approximate',
  polygon: 'approximate',
  polyline: 'approximate',
  keypoint: 'approximate',
  brush: 'approximate',
  bitmask: 'approximate',
  segment: 'approximate',
  track: 'approximate',
  'frame-range': 'approximate',
  'series-range': 'approximate',
  unknown: 'approximate',
  rotation: 'exact',
  'several-labels': 'exact',
  relations: 'exact',
  attributes: 'drop',
  answers: 'drop',
}

/** A table of relations, each with both of its ends. */
export const relations = defineFormat({
  id: 'relations',
  aliases: ['relation-table'],
  title: 'Relations',
  summary: 'A CSV row per relation with label, place and text of both ends.',
  spec: 'https://labelstud.io/tags/relations',
  singleFile: 'relations.csv',
  carries: CARRIES,
  options: {},
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  unsuited: () => undefined,

  encode(tasks, context) {
    const writer = new ByteWriter()
    for (const task of tasks) for (const annotation of annotationsOf(task)) writeRelations(writer, task, annotation, context)
    return writer.take()
  },

  async join(parts: AsyncIterable<Uint8Array>, sink) {
    await sink.put('relations.csv', withHeader(parts))
  },
})

async function* withHeader(parts: AsyncIterable<Uint8Array>): AsyncGenerator<string | Uint8Array> {
  yield csvRow(COLUMNS)
  yield* parts
}

function writeRelations(writer: ByteWriter, task: Task, annotation: Annotation, { config, report }: EncodeContext): void {
  const related = new Set(annotation.relations.flatMap(({ from, to }) => [from, to]))
  const regions = annotation.regions.filter(({ id }) => related.has(id))
  for (const region of annotation.regions)
    if (!related.has(region.id)) report.add('region-unrelated', placeOf(task, annotation, region))
  if (annotation.relations.length === 0) return
  const places = placesOf(readDocuments(task, config).documents, regions)
  const ends = new Map(regions.map((region) => [region.id, endCells(region, places.get(region))]))
  const annotator = annotatorName(annotation.annotator) ?? annotation.modelVersion
  for (const relation of annotation.relations)
    for (const cells of relationCells(relation, ends)) {
      writer.text(csvRow([task.id, annotation.id, annotator, ...cells]))
      report.wrote('rows')
    }
  report.wrote('relations', annotation.relations.length)
  report.wrote('regions', regions.length)
}

/** Where a span is in its text, in code points. */
interface Place {
  readonly start: number
  readonly end: number
  readonly text: string
}

function placesOf(documents: readonly TextDocument[], regions: readonly Region[]): Map<Region, Place> {
  const places = new Map<Region, Place>()
  for (const document of documents) {
    const codePointAt: CodePointCounter = codePointCounter(document.text)
    const own = regions.filter(({ toName }) => toName === document.objectName)
    for (const [index, placed] of placeRegions(document, own).entries())
      if (placed !== undefined)
        places.set(own[index]!, {
          start: codePointAt(placed.start),
          end: codePointAt(placed.end),
          text: document.text.slice(placed.start, placed.end),
        })
  }
  return places
}

type Cells = readonly (string | number | undefined)[]

function endCells({ id, labels, shape, results, fromName }: Region, place: Place | undefined): Cells {
  const value = (results.find((result) => result.fromName === fromName) ?? results[0])?.value
  return [id, labels.join('|'), shape.kind, place?.start, place?.end, place?.text, value && printCompact(value)]
}

/** A row per label. One that points to the left is turned round, so that `from` and `to` are what they say. */
function relationCells({ from, to, direction, labels }: Relation, ends: ReadonlyMap<string, Cells>): Cells[] {
  const cellsOf = (id: string) => ends.get(id) ?? [id, ...END_COLUMNS.slice(1).map(() => undefined)]
  const [first, second] = direction === 'left' ? [to, from] : [from, to]
  const way = direction === 'left' ? 'right' : direction
  return (labels.length === 0 ? [undefined] : labels).map((label) => [label, way, ...cellsOf(first), ...cellsOf(second)])
}
