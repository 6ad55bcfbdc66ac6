import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../src/dialects/label-config-xml.ts'
import { parseOptions } from '../src/export/options.ts'
import type { AnyFormat } from '../src/formats/format.ts'
import { formats } from '../src/formats/index.ts'
import { readers } from '../src/readers/index.ts'
import { bigProject, PROJECTS, type Project } from './arbitrary.ts'
import { compare, isReported, type LabelledShape, type Passed, passThrough, roundTrip } from './round-trip.ts'

/** Tables hold data, not what was said about it. */
const DATA_ONLY = new Set(['csv', 'tsv', 'parquet'])
/** Label and words stand in one text, or name a tier: what comes back for sure is when. */
const TIMES_ONLY = new Set(['textgrid', 'webvtt', 'srt', 'audacity'])
/** The others have one channel. */
const HOLDS_CHANNELS = new Set(['asr-manifest', 'rttm'])
/** The text is put together from tokens. */
const REBUILDS_TEXT = new Set(['conll2003'])
/** What was answered about a region comes back with it. */
const HOLDS_ATTRIBUTES = new Set(['coco', 'pascal-voc'])
/** How far a corner may be off, pixels: edges are whole pixels, or have two digits. */
const ROUNDING = new Map([
  ['pascal-voc', Math.SQRT2 / 2],
  ['cvat-xml', 0.01],
])

const KINDS = Object.keys(PROJECTS).filter((kind): kind is keyof typeof PROJECTS => kind in PROJECTS)
/** Not read by itself: the images are in another file. */
const NEEDS_ANOTHER = new Set(['coco-results'])
const isRead = (format: string) => readers.some(({ id, aliases }) => id === format || aliases.includes(format))
const PAIRS = formats
  .filter(({ id }) => isRead(id) && !DATA_ONLY.has(id) && !NEEDS_ANOTHER.has(id))
  .flatMap((format) => KINDS.filter((kind) => isSuited(format, kind)).map((kind) => ({ id: format.id, kind, format })))

/** What is of one kind, each through each. */
const FAMILIES = (
  [
    [
      'image',
      ['coco', 'pascal-voc', 'yolo', 'yolo-obb', 'yolo-seg', 'yolo-pose', 'cvat-xml', 'labelme', 'coco-panoptic', 'mask-png'],
    ],
    ['text', ['conll2003', 'spacy-jsonl', 'prodigy-jsonl', 'doccano-jsonl', 'brat']],
    ['audio', ['asr-manifest', 'rttm', 'textgrid', 'webvtt', 'srt', 'audacity']],
  ] as const
).map(([kind, ids]) => ({ kind, members: ids.map((id) => formats.find((format) => format.id === id)!) }))

describe('round trips', () => {
  it.each(PAIRS)(
    '$id brings back what it holds of random $kind projects, and nothing changes after that',
    async ({ format, kind }) => {
      const property = fc.asyncProperty(PROJECTS[kind], async (project) => {
        const trip = await measure(format, project)
        expect(trip.untold, 'neither there nor reported').toEqual([])
        expect(trip.drifted, 'written and read once more').toEqual([])
      })
      await fc.assert(property, { numRuns: 8 })
    },
  )

  it.each(FAMILIES)(
    'from each format of $kind through each other and back: nothing that both hold exactly is lost unsaid',
    async ({ kind, members }) => {
      const table = [`| ${kind} | ${members.map(({ id }) => id).join(' | ')} |`, `|---|${members.map(() => '--:|').join('')}`]
      for (const home of members) {
        const own = await passThrough(home, bigProject(kind, 12))
        const cells = []
        for (const other of members) cells.push(await measurePair(own, home, other))
        table.push(`| ${home.id} (${own.shapes.length}) | ${cells.join(' | ')} |`)
      }
      expectInDocs(`pairs-${kind}`, table)
    },
  )

  it('are told in docs/round-trips.md', async () => {
    const rows: string[] = []
    for (const { id, kind, format } of PAIRS) {
      const { given, same, untold } = await measure(format, bigProject(kind, 12))
      const kinds = [...new Set(given.map((one) => one.shape.kind))].filter((shape) => format.carries[shape] !== 'drop')
      for (const shape of kinds.sort()) {
        const count = (list: readonly LabelledShape[]) => list.filter((one) => one.shape.kind === shape).length
        const [all, kept] = [count(given), count(same)]
        rows.push(`| ${id} | ${shape} | ${all} | ${kept} | ${all - kept - count(untold)} | ${count(untold)} |`)
      }
    }
    expectInDocs('round-trips', [
      '| format | shape | regions | the same | reported | lost |',
      '|---|---|--:|--:|--:|--:|',
      ...rows,
    ])
  })
})

function expectInDocs(name: string, table: readonly string[]): void {
  const path = new URL('../docs/round-trips.md', import.meta.url)
  const text = readFileSync(path, 'utf8')
  const [open, close] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`]
  const [from, to] = [text.indexOf(open) + open.length, text.indexOf(close)]
  expect(to, `docs/round-trips.md has ${open}`).toBeGreaterThanOrEqual(from)
  const printed = text.slice(0, from) + table.join('\n') + text.slice(to)
  if (process.env.GOLDPAN_ACCEPT) writeFileSync(path, printed)
  else expect(text, 'GOLDPAN_ACCEPT=1 npx vitest run --project laws test/round-trips.test.ts').toBe(printed)
}

/** How many regions of one format are the same after they were written in another, read, written in the first again and read. */
async function measurePair(own: Passed, home: AnyFormat, other: AnyFormat): Promise<number> {
  const there = await passThrough(other, own)
  const back = await passThrough(home, there)
  const lost = missing(own.shapes, back.shapes, home, other)
  const holdBoth = (one: LabelledShape) => [home, other].every(({ carries }) => carries[one.shape.kind] === 'exact')
  const untold = lost.filter((one) => holdBoth(one) && !isReported(one, there.written.issues))
  const toldLater = back.written.issues.filter(({ effect }) => effect !== 'assumed').length
  expect(untold.length, `${home.id} through ${other.id}: ${JSON.stringify(untold[0])}`).toBeLessThanOrEqual(toldLater)
  return own.shapes.length - lost.length
}

/** All random projects of a kind have the same config. */
function isSuited(format: AnyFormat, kind: keyof typeof PROJECTS): boolean {
  const [project] = fc.sample(PROJECTS[kind], 1)
  return (
    project !== undefined &&
    format.unsuited(parseLabelConfig(project.config), parseOptions(format.options, {}, format.id)) === undefined
  )
}

interface Measured {
  readonly given: readonly LabelledShape[]
  /** Those that came back. */
  readonly same: readonly LabelledShape[]
  /** Of what the format says it holds exactly: neither there nor in the report. */
  readonly untold: readonly LabelledShape[]
  /** What came back, but not from writing that again. */
  readonly drifted: readonly LabelledShape[]
}

async function measure(format: AnyFormat, project: Project): Promise<Measured> {
  const trip = await roundTrip(format, project)
  const given = entriesOf(trip.given, format)
  const lost = missing(given, trip.back, format)
  const isTold = (one: LabelledShape) => format.carries[one.shape.kind] !== 'exact' || isReported(one, trip.written.issues)
  const back = trip.back.filter((one) => !isReported(one, trip.writtenAgain.issues))
  return {
    given,
    same: given.filter((one) => !lost.includes(one)),
    untold: lost.filter((one) => !isTold(one)),
    drifted: missing(entriesOf(back, format), trip.again, format),
  }
}

/** One for each region and label; where labels do not come back, one for each region. */
function entriesOf(shapes: readonly LabelledShape[], { id }: AnyFormat): readonly LabelledShape[] {
  if (!TIMES_ONLY.has(id)) return shapes
  return [...new Map(shapes.map((one) => [JSON.stringify([one.task, one.annotation, one.region]), one])).values()]
}

/** Of these the ones that none of the others is; each counts once. */
function missing(
  wanted: readonly LabelledShape[],
  found: readonly LabelledShape[],
  ...formats: readonly AnyFormat[]
): LabelledShape[] {
  const left = new Set(found)
  return wanted.filter((one) => {
    for (const candidate of left) {
      if (!isSame(one, candidate, formats)) continue
      left.delete(candidate)
      return false
    }
    return true
  })
}

function isSame(a: LabelledShape, b: LabelledShape, formats: readonly AnyFormat[]): boolean {
  const some = (ids: ReadonlySet<string>) => formats.some(({ id }) => ids.has(id))
  if (!some(TIMES_ONLY) && a.label !== b.label) return false
  const holdAttributes = formats.every(({ id }) => HOLDS_ATTRIBUTES.has(id))
  if (holdAttributes && a.attributes.join() !== b.attributes.join()) return false
  const hasChannels = formats.every(({ id }) => HOLDS_CHANNELS.has(id))
  const difference = compare(a, b, { isRebuilt: some(REBUILDS_TEXT), hasChannels })
  if (difference === undefined) return false
  const { iou, distance } = difference
  const rounding = formats.reduce((sum, { id }) => sum + (ROUNDING.get(id) ?? 0), 0)
  return iou >= 0.999 || distance < 1e-3 || distance <= rounding + 1e-6
}
