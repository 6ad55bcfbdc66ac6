import fc from 'fast-check'
import '../seed.ts'
import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'

import { parseOptions } from '../../src/export/options.ts'
import { BatchReader, type Preparation } from '../../src/export/prepare.ts'
import { parseSelection, SELECTION, type SelectionOptions } from '../../src/export/selection.ts'
import { Surveyor } from '../../src/export/survey.ts'
import type { OptionValue } from '../../src/formats/format.ts'
import { findFormat } from '../../src/formats/index.ts'
import type { LabelConfig } from '../../src/model/label-config.ts'
import { batchOf, task as boxTask } from './plain-tasks.ts'
import { textTask } from './plain-texts.ts'

const OF_IMAGES = parseLabelConfig(`<View><Image name="image" value="$image"/><Text name="text" value="$text"/>
  <RectangleLabels name="label" toName="image"><Label value="car"/><Label value="dog"/></RectangleLabels></View>`)
const OF_TEXTS = parseLabelConfig(`<View><Text name="text" value="$text"/><Image name="image" value="$image"/>
  <Labels name="label" toName="text"><Label value="PER"/><Label value="LOC"/></Labels></View>`)

interface Setting {
  readonly config: LabelConfig
  /** Of tasks that it is about. */
  readonly texts: readonly string[]
  readonly to: string
  readonly options: Readonly<Record<string, OptionValue>>
  readonly select: Partial<SelectionOptions>
}

/** What `encode` makes of a batch, with and without records that are printed at once, and how many tasks were printed so. */
function encoded({ config, texts, to, options, select }: Setting, isPrinting: boolean) {
  const format = findFormat(to)!
  const preparation: Preparation = {
    format,
    selection: parseSelection(parseOptions(SELECTION, select, 'test'), format),
    options: parseOptions(format.options, options, to),
    config,
    onBadTask: 'skip',
    isReported: true,
  }
  const survey = new Surveyor('columns')
  for (const task of new BatchReader(batchOf(texts), { ...preparation, isReported: false }).tasks()) survey.add(task)
  const reader = new BatchReader(batchOf(texts), preparation)
  const printer = isPrinting ? reader.printer : undefined
  let printed = 0
  const part = format.encode(reader.tasks(), {
    ...preparation,
    survey,
    report: reader.report,
    regions: (annotation) => reader.regions(annotation),
    media: () => undefined,
    printer: printer && {
      ...printer,
      records: (style, take) =>
        printer.records(style, (run) => {
          printed += run.tasks
          take(run)
        }),
    },
  })
  const { read, selected, report } = reader
  if (!(part instanceof Uint8Array)) throw new Error('a part of these formats is bytes')
  const text = new TextDecoder().decode(part)
  return { outcome: { text, read, selected, issues: report.issues, written: [...report.written] }, printed }
}

const input = fc.oneof(
  fc.record({ config: fc.constant(OF_IMAGES), texts: fc.array(boxTask, { minLength: 1, maxLength: 6 }) }),
  fc.record({ config: fc.constant(OF_TEXTS), texts: fc.array(textTask, { minLength: 1, maxLength: 6 }) }),
)
const selections = fc.constantFrom<Setting['select']>(
  ...([{}, {}, {}, { annotations: 'latest' }, { excludeUnannotated: true }, { cancelled: 'keep' }] as const),
  ...([{ predictions: 'with' }, { labels: 'car' }] as const),
)
const rowOptions = fc.constantFrom<Setting['options']>(
  ...[{ rows: 'regions' }, { rows: 'regions', values: 'stable' }, { rows: 'annotations' }],
  ...[
    { rows: 'annotations', relations: true },
    { rows: 'regions', formulaGuard: true },
  ],
)
const recordOptions = fc.constantFrom<Setting['options']>(
  ...[{}, {}, { fields: 'bare' }, { regionIds: true }, { values: 'stable' }],
)
const setting: fc.Arbitrary<Setting> = fc
  .tuple(input, fc.constantFrom('csv', 'tsv', 'json-min'), selections, rowOptions, recordOptions)
  .map(([own, to, select, ofRows, ofRecords]) => ({ ...own, to, select, options: to === 'json-min' ? ofRecords : ofRows }))

describe('records that are printed at once', () => {
  it('are what they would be task by task, and so is all that is reported', () => {
    const printed = new Map<string, number>()
    fc.assert(
      fc.property(setting, (chosen) => {
        const found = encoded(chosen, true)
        const layout = `${chosen.config === OF_TEXTS ? 'spans' : 'boxes'} ${chosen.to} ${chosen.options.rows ?? ''}`
        printed.set(layout, (printed.get(layout) ?? 0) + found.printed)
        expect(found.outcome).toEqual(encoded(chosen, false).outcome)
      }),
      { numRuns: 1000 },
    )
    const layouts = ['boxes', 'spans'].flatMap((regions) =>
      ['csv annotations', 'csv regions', 'json-min ', 'tsv annotations', 'tsv regions'].map((layout) => `${regions} ${layout}`),
    )
    expect([...printed.keys()].sort()).toEqual(layouts)
    for (const layout of layouts) expect(printed.get(layout), layout).toBeGreaterThan(8)
  })
})
