import fc from 'fast-check'
import '../seed.ts'
import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { findFormat } from '../../src/formats/index.ts'
import { type Batch, encodeBatch, textOf } from './encoded-batch.ts'
import { task as boxTask } from './plain-tasks.ts'
import { textTask } from './plain-texts.ts'

const OF_IMAGES = parseLabelConfig(`<View><Image name="image" value="$image"/><Text name="text" value="$text"/>
  <RectangleLabels name="label" toName="image"><Label value="car"/><Label value="dog"/></RectangleLabels></View>`)
const OF_TEXTS = parseLabelConfig(`<View><Text name="text" value="$text"/><Image name="image" value="$image"/>
  <Labels name="label" toName="text"><Label value="PER"/><Label value="LOC"/></Labels></View>`)

type Setting = Required<Batch>

/** What a format of records makes of a batch. */
function encoded(setting: Setting, isPrinting: boolean) {
  const { part, told, printed } = encodeBatch(setting, isPrinting)
  return { outcome: { text: textOf(part), ...told }, printed }
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
  .map(([own, to, select, ofRows, ofRecords]) => ({
    ...own,
    format: findFormat(to)!,
    select,
    options: to === 'json-min' ? ofRecords : ofRows,
  }))

describe('records that are printed at once', () => {
  it('are what they would be task by task, and so is all that is reported', () => {
    const printed = new Map<string, number>()
    fc.assert(
      fc.property(setting, (chosen) => {
        const found = encoded(chosen, true)
        const layout = `${chosen.config === OF_TEXTS ? 'spans' : 'boxes'} ${chosen.format.id} ${chosen.options.rows ?? ''}`
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

  it.each(['annotations', 'regions'])('a control may have the name of what any object has: rows of %s', (rows) => {
    const config = parseLabelConfig(`<View><Image name="image" value="$image"/><Choices name="constructor" toName="image"/>
      <RectangleLabels name="label" toName="image"><Label value="car"/></RectangleLabels></View>`)
    const made = '"completed_by":3,"created_at":"2024-01-31T12:00:00.123456Z","updated_at":"2024-01-31T12:00:00.123456Z"'
    const box = `{"id":"a","from_name":"label","to_name":"image","type":"rectanglelabels","original_width":640,"original_height":480,
      "value":{"x":1,"y":2,"width":3,"height":4,"rotation":0,"rectanglelabels":["car"]}}`
    const choice = '{"id":"b","from_name":"constructor","to_name":"image","type":"choices","value":{"choices":["a"]}}'
    const texts = [box, choice].map(
      (result) => `{"id":1,"data":{"image":"a.jpg"},"annotations":[{"id":1,${made},"result":[${result}]}]}`,
    )
    const chosen: Setting = { config, texts, format: findFormat('csv')!, select: {}, options: { rows } }
    const found = encoded(chosen, true)
    expect(found.printed).toBe(1)
    expect(found.outcome).toEqual(encoded(chosen, false).outcome)
  })
})
