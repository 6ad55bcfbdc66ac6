import fc from 'fast-check'
import '../seed.ts'
import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import type { SelectionOptions } from '../../src/export/selection.ts'
import { coco } from '../../src/formats/coco.ts'
import { type Batch, encodeBatch, textOf } from './encoded-batch.ts'
import { task } from './plain-tasks.ts'

const config = parseLabelConfig(`<View><Image name="image" value="$image"/><Text name="text" value="$text"/>
  <RectangleLabels name="label" toName="image"><Label value="car"/><Label value="dog"/></RectangleLabels></View>`)

/** What COCO makes of a batch. */
function encoded(texts: readonly string[], setting: Pick<Batch, 'options' | 'select'>, isPrinting: boolean) {
  const { part, told, printed } = encodeBatch({ ...setting, format: coco, config, texts }, isPrinting)
  if (typeof part !== 'object' || part === null || !('members' in part)) throw new Error('COCO has parts with members')
  return { outcome: { ...part, ...told, members: textOf(part.members) }, printed }
}

const settings = fc.record({
  options: fc.oneof(
    fc.constant({}),
    fc.constant({}),
    fc.record({
      decimals: fc.integer({ min: 0, max: 8 }),
      boxSegmentation: fc.constantFrom('rotated', 'all'),
      clip: fc.boolean(),
    }),
  ),
  select: fc.oneof(
    fc.constant({}),
    fc.constantFrom<Partial<SelectionOptions>>(
      { annotations: 'latest' },
      { excludeUnannotated: true },
      { cancelled: 'keep' },
      { predictions: 'with' },
      { predictions: 'only' },
      { labels: 'car' },
      { annotator: '3' },
    ),
  ),
})

describe('boxes that are printed at once', () => {
  it('are what they would be task by task, and so is all that is reported', () => {
    let printed = 0
    fc.assert(
      fc.property(fc.array(task, { minLength: 1, maxLength: 6 }), settings, (texts, setting) => {
        const found = encoded(texts, setting, true)
        printed += found.printed
        expect(found.outcome).toEqual(encoded(texts, setting, false).outcome)
      }),
      { numRuns: 400 },
    )
    expect(printed).toBeGreaterThan(400)
  })
})
