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
import { batchOf, task } from './plain-tasks.ts'

const config = parseLabelConfig(`<View><Image name="image" value="$image"/><Text name="text" value="$text"/>
  <RectangleLabels name="label" toName="image"><Label value="car"/><Label value="dog"/></RectangleLabels></View>`)

interface Setting {
  readonly to: string
  readonly options: Readonly<Record<string, OptionValue>>
  readonly select: Partial<SelectionOptions>
}

/** What `encode` makes of a batch, with and without records that are printed at once, and how many tasks were printed so. */
function encoded(texts: readonly string[], { to, options, select }: Setting, isPrinting: boolean) {
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

const settings = fc.record<Setting>({
  to: fc.constantFrom('csv', 'tsv', 'json-min'),
  options: fc.constant({}),
  select: fc.constantFrom<Partial<SelectionOptions>>(
    {},
    {},
    {},
    { annotations: 'latest' },
    { excludeUnannotated: true },
    { cancelled: 'keep' },
    { predictions: 'with' },
    { labels: 'car' },
  ),
})
const optionsOf = (to: string) =>
  to === 'json-min'
    ? fc.constantFrom<Setting['options']>({}, {}, { fields: 'bare' }, { regionIds: true }, { values: 'stable' })
    : fc.constantFrom<Setting['options']>(
        { rows: 'regions' },
        { rows: 'regions', values: 'stable' },
        { rows: 'annotations' },
        { rows: 'annotations', relations: true },
        { rows: 'regions', formulaGuard: true },
      )
const chosen = settings.chain((setting) => optionsOf(setting.to).map((options) => ({ ...setting, options })))

describe('records that are printed at once', () => {
  it('are what they would be task by task, and so is all that is reported', () => {
    const printed = new Map<string, number>()
    fc.assert(
      fc.property(fc.array(task, { minLength: 1, maxLength: 6 }), chosen, (texts, setting) => {
        const found = encoded(texts, setting, true)
        const layout = `${setting.to} ${setting.options.rows ?? ''}`
        printed.set(layout, (printed.get(layout) ?? 0) + found.printed)
        expect(found.outcome).toEqual(encoded(texts, setting, false).outcome)
      }),
      { numRuns: 600 },
    )
    const layouts = ['csv annotations', 'csv regions', 'json-min ', 'tsv annotations', 'tsv regions']
    expect([...printed.keys()].sort()).toEqual(layouts)
    for (const layout of layouts) expect(printed.get(layout), layout).toBeGreaterThan(25)
  })
})
