import fc from 'fast-check'
import '../seed.ts'
import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { parseOptions } from '../../src/export/options.ts'
import { BatchReader, type Preparation } from '../../src/export/prepare.ts'
import { parseSelection, SELECTION, type SelectionOptions } from '../../src/export/selection.ts'
import type { BoxRun } from '../../src/formats/coco/box-run.ts'
import { coco } from '../../src/formats/coco.ts'
import type { OptionValue } from '../../src/formats/format.ts'
import { batchOf, task } from './plain-tasks.ts'

const config = parseLabelConfig(`<View><Image name="image" value="$image"/><Text name="text" value="$text"/>
  <RectangleLabels name="label" toName="image"><Label value="car"/><Label value="dog"/></RectangleLabels></View>`)

interface Setting {
  readonly options?: Readonly<Record<string, OptionValue>>
  readonly select?: Partial<SelectionOptions>
}

/** What `encode` makes of a batch, with and without boxes that are printed at once, and how many tasks were printed so. */
function encoded(texts: readonly string[], { options = {}, select = {} }: Setting, isPrinting: boolean) {
  const preparation: Preparation = {
    format: coco,
    selection: parseSelection(parseOptions(SELECTION, select, 'test'), coco),
    options: parseOptions(coco.options, options, 'coco'),
    config,
    onBadTask: 'skip',
    isReported: true,
  }
  const reader = new BatchReader(batchOf(texts), preparation)
  const printer = isPrinting ? reader.printer : undefined
  let printed = 0
  const part = coco.encode(reader.tasks(), {
    ...preparation,
    options: parseOptions(coco.options, options, 'coco'),
    survey: undefined,
    report: reader.report,
    regions: (annotation) => reader.regions(annotation),
    media: () => undefined,
    printer: printer && {
      ...printer,
      boxes: (style, { take }) =>
        printer.boxes(style, {
          take(run: BoxRun, tell) {
            printed += run.tasks
            take(run, tell)
          },
        }),
    },
  })
  const { read, selected, report } = reader
  const members = new TextDecoder().decode(part.members) // one comparison instead of thousands
  return { outcome: { part: { ...part, members }, read, selected, issues: report.issues, written: report.written }, printed }
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
