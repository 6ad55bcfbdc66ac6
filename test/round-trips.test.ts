import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../src/dialects/label-config-xml.ts'
import { parseOptions } from '../src/export/options.ts'
import type { AnyFormat } from '../src/formats/format.ts'
import { formats } from '../src/formats/index.ts'
import { readers } from '../src/readers/index.ts'
import { PROJECTS } from './arbitrary.ts'
import { compare, isReported, type LabelledShape, roundTrip } from './round-trip.ts'

/** Tables and lines hold data, not what was said about it. */
const DATA_ONLY = new Set(['csv', 'tsv', 'parquet', 'text', 'media'])
const PAIRS = formats.filter(({ id }) => readers.some((reader) => reader.id === id) && !DATA_ONLY.has(id))

describe.each(PAIRS.map((format) => ({ id: format.id, format })))('$id', ({ format }) => {
  const suited = Object.entries(PROJECTS).filter(([, projects]) =>
    fc
      .sample(projects, 1)
      .every(
        ({ config }) => format.unsuited(parseLabelConfig(config), parseOptions(format.options, {}, format.id)) === undefined,
      ),
  )

  it.each(suited)('brings back what it says it holds of random %s projects', async (_, projects) => {
    await fc.assert(
      fc.asyncProperty(projects, async (project) => {
        const { given, written, back, again } = await roundTrip(format, project)
        const kept = given.filter(({ shape }) => format.carries[shape.kind] === 'exact')
        expect(
          missing(
            kept.filter((one) => !isReported(one, written.issues)),
            back,
            format,
          ),
        ).toEqual([])
        expect(missing(back, again, format), 'written and read once more').toEqual([])
        expect(again.length).toBe(back.length)
      }),
      { numRuns: 30 },
    )
  })
})

/** Of these the ones that none of the others is; each counts once. */
function missing(
  wanted: readonly LabelledShape[],
  found: readonly LabelledShape[],
  { id: format, carries }: AnyFormat,
): LabelledShape[] {
  const left = new Set(found)
  const hasAttributes = carries.attributes === 'exact'
  return wanted.filter((one) => {
    for (const candidate of left) {
      if (candidate.label !== one.label || !isSame(one, candidate, format)) continue
      if (hasAttributes && one.attributes.join() !== candidate.attributes.join()) continue
      left.delete(candidate)
      return false
    }
    return true
  })
}

/** Formats that say so count in whole pixels. */
function isSame(a: LabelledShape, b: LabelledShape, format: string): boolean {
  const difference = compare(a, b, format === 'conll2003')
  if (difference === undefined) return false
  const { iou, distance } = difference
  return iou >= 0.999 || distance < 1e-3 || (format === 'pascal-voc' && distance <= Math.SQRT2 / 2 + 1e-6)
}
