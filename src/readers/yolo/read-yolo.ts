import type { Point, Size } from '../../model/shape.ts'
import { type DataSet, readLines, stemOf } from '../data-set.ts'
import type { Result } from '../project.ts'
import type { AnnotationDraft, Evidence, ReadContext, TaskDraft } from '../reader.ts'
import { ImageTags, SHARES } from '../shared/image-tags.ts'
import { readNames, YoloClasses, type YoloNames } from './classes.ts'
import { type IndexEntry, type LabelledFile, labelFiles, labelledFiles, readIndex } from './label-files.ts'

/** One row of a label file, behind its class. */
export interface YoloRow {
  readonly values: readonly number[]
  readonly label: string
  /** Names the region and its parts. */
  readonly id: string
  /** Of the image; undefined when nobody knows it. */
  readonly size: Size | undefined
  readonly tags: ImageTags
  readonly names: YoloNames
}

/** What the numbers of a row mean. */
export interface RowKind {
  /** How many numbers a row has without a score; the score may stand behind them. */
  isCount(count: number, names: YoloNames): boolean
  /** The regions of a row. */
  read(row: YoloRow & { readonly score: number | undefined }): readonly Result[]
  /** What a row should look like. */
  readonly expected: string
}

/** A task for every image and every label file; a label file that is empty was looked at, one that is missing was not. */
export async function* readYolo(dataSet: DataSet, context: ReadContext, kind: RowKind): AsyncGenerator<TaskDraft> {
  const names = await readNames(dataSet, context.options.classNames)
  const classes = new YoloClasses(names, context)
  const points = keypointNames(names)
  const tags = new ImageTags(
    context,
    () => classes.all,
    () => points,
  )
  const index = await readIndex(dataSet)
  for (const file of labelledFiles(dataSet)) {
    const { reference, size } = await imageOf(file, index, context)
    const results = await readLabelFile(file, kind, { names, classes, tags, size, context })
    const data = { image: reference, width: size?.width, height: size?.height, split: file.split }
    yield { data, annotations: draftsOf(results), where: { file: (file.label ?? file.image)!.name, line: 1 } }
  }
  tags.finish()
}

export function keypointNames({ keypoints }: YoloNames): readonly string[] {
  if (keypoints === undefined) return []
  return Array.from({ length: keypoints.count }, (_, k) => keypoints.names[k] ?? `keypoint ${k + 1}`)
}

/** Points of a list x1 y1 x2 y2 … */
export function pointsOf(values: readonly number[]): Point[] {
  return Array.from({ length: values.length / 2 }, (_, k) => ({ x: values[2 * k]!, y: values[2 * k + 1]! }))
}

/** A box by its centre. */
export function boxOf([xc = 0, yc = 0, width = 0, height = 0]: readonly number[]) {
  return { x: xc - width / 2, y: yc - height / 2, width, height }
}

/** Facts for coordinates from 0 to 1. */
export function sharesOf({ size, score }: { readonly size: Size | undefined; readonly score: number | undefined }) {
  return { size, frame: SHARES, score }
}

/** Whether the files are label files whose rows all have such counts of numbers behind their class. */
export async function detectRows(
  dataSet: DataSet,
  isRow: (values: readonly number[], names: YoloNames) => boolean,
): Promise<Evidence> {
  const names = await readNames(dataSet)
  const labels = labelFiles(dataSet)
  const rows = await sampleRows(dataSet)
  if (labels.length === 0 || rows === undefined) return undefined
  const isLabelled = names.classes.length > 0 || labels.some(({ name }) => /(^|[\\/])labels[\\/]/.test(name))
  if (rows.length === 0) return isLabelled && isRow(NO_BOX, names) ? 'possible' : undefined
  if (!rows.every((values) => isRow(values, names))) return undefined
  return isLabelled ? 'sure' : 'possible'
}

/** Label files without rows may be of any kind; boxes are the usual. */
const NO_BOX = [0, 0, 0, 0]
/** Files that are looked into. */
const SAMPLES = 20

/** The numbers behind the classes of some rows; undefined when one of them is no row. */
async function sampleRows(dataSet: DataSet): Promise<(readonly number[])[] | undefined> {
  const rows: (readonly number[])[] = []
  const filled = labelFiles(dataSet).filter(({ size }) => size !== 0)
  for (const file of filled.slice(0, SAMPLES)) {
    const lines = (await dataSet.headText(file)).split('\n')
    const whole = lines.length > 1 ? lines.slice(0, -1) : lines
    for (const line of whole) {
      if (line.trim() === '') continue
      const values = parseRow(line)
      if (values === undefined) return undefined
      rows.push(values.slice(1))
    }
  }
  return rows
}

interface Surroundings {
  readonly names: YoloNames
  readonly classes: YoloClasses
  readonly tags: ImageTags
  readonly size: Size | undefined
  readonly context: ReadContext
}

interface ReadRow {
  readonly results: readonly Result[]
  readonly hasScore: boolean
}

/** Undefined when there is no label file. */
async function readLabelFile(
  { label: file }: LabelledFile,
  kind: RowKind,
  surroundings: Surroundings,
): Promise<ReadRow[] | undefined> {
  if (file === undefined) return undefined
  const { names, classes, context, tags, size } = surroundings
  const rows: ReadRow[] = []
  for await (const { text, number } of readLines(file)) {
    if (text.trim() === '') continue
    const where = { file: file.name, line: number }
    const [classNumber, ...all] = parseRow(text) ?? []
    const hasScore = !kind.isCount(all.length, names) && kind.isCount(all.length - 1, names)
    if (classNumber === undefined || !(hasScore || kind.isCount(all.length, names))) {
      context.add('record-invalid', where, { problem: `\`${text.slice(0, 60)}\` is no row of ${kind.expected}` })
      continue
    }
    const values = hasScore ? all.slice(0, -1) : all
    const score = hasScore ? all.at(-1) : undefined
    const row = { values, label: classes.need(classNumber, where), id: String(number), size, tags, names, score }
    rows.push({ results: kind.read(row), hasScore })
  }
  return rows
}

/** Class and numbers; undefined when it is no row. */
function parseRow(line: string): number[] | undefined {
  const words = line.trim().split(/[\s,]+/)
  const numbers = words.map((word) => (word === '' ? Number.NaN : Number(word)))
  if (numbers.length < 5 || !numbers.every(Number.isFinite)) return undefined
  return Number.isInteger(numbers[0]) && numbers[0]! >= 0 && numbers[0]! < MOST_CLASSES ? numbers : undefined
}

const MOST_CLASSES = 1_000_000

/** Rows with scores are a model's. */
function draftsOf(rows: readonly ReadRow[] | undefined): AnnotationDraft[] {
  if (rows === undefined) return []
  const scored = rows.filter(({ hasScore }) => hasScore)
  const plain = rows.filter(({ hasScore }) => !hasScore)
  const draft = (some: readonly ReadRow[], origin: 'annotation' | 'prediction'): AnnotationDraft => ({
    results: some.flatMap(({ results }) => results),
    origin,
  })
  if (scored.length === 0) return [draft(plain, 'annotation')]
  return plain.length === 0 ? [draft(scored, 'prediction')] : [draft(plain, 'annotation'), draft(scored, 'prediction')]
}

async function imageOf(
  { image, label, stem }: LabelledFile,
  index: ReadonlyMap<string, IndexEntry>,
  context: ReadContext,
): Promise<{ readonly reference: string; readonly size: Size | undefined }> {
  const entry = label && index.get(label.path)
  const reference = entry?.image ?? image?.path
  if (reference !== undefined) return { reference, size: entry?.size ?? (await context.imageSize(image?.path ?? reference)) }
  const made = `${stemOf(`${stem}.txt`)}.jpg`
  context.add('media-absent', { file: label?.name }, { media: made })
  return { reference: made, size: await context.imageSize(made) }
}
