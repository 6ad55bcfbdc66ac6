import fc from 'fast-check'
import '../seed.ts'
import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import type { SelectionOptions } from '../../src/export/selection.ts'
import { conll2003 } from '../../src/formats/conll2003.ts'
import type { OptionValue } from '../../src/formats/format.ts'
import { type Batch, encodeBatch, textOf } from './encoded-batch.ts'
import { textTask } from './plain-texts.ts'

const config = parseLabelConfig(`<View><Text name="text" value="$text"/><Image name="image" value="$image"/>
  <Labels name="label" toName="text"><Label value="PER"/><Label value="LOC"/></Labels></View>`)

/** What CoNLL makes of a batch. */
function encoded(texts: readonly string[], setting: Pick<Batch, 'options' | 'select'>, isPrinting: boolean) {
  const { part, told, printed } = encodeBatch({ ...setting, format: conll2003, config, texts }, isPrinting)
  return { outcome: { rows: textOf(part), ...told }, printed }
}

const settings = fc.record({
  options: fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    fc.constantFrom<Readonly<Record<string, OptionValue>>>(
      ...[
        { dialect: 'conll2003' },
        { dialect: 'annotation-lab' },
        { tokenizer: 'treebank', dialect: 'spark-nlp' },
        { overlaps: 'columns' },
      ],
      ...[{ overlaps: 'first' }, { scheme: 'BILOU' }, { sentences: 'line' }, { splitTokens: false }, { segmentUnspaced: false }],
    ),
  ),
  select: fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    fc.constantFrom<Partial<SelectionOptions>>(
      { annotations: 'all' },
      { excludeUnannotated: true },
      { predictions: 'with' },
      { labels: 'PER' },
    ),
  ),
})

describe('tokens that are printed at once', () => {
  it('are what they would be task by task, and so is all that is reported', () => {
    let printed = 0
    fc.assert(
      fc.property(fc.array(textTask, { minLength: 1, maxLength: 5 }), settings, (texts, setting) => {
        const found = encoded(texts, setting, true)
        printed += found.printed
        expect(found.outcome).toEqual(encoded(texts, setting, false).outcome)
      }),
      { numRuns: 400 },
    )
    expect(printed).toBeGreaterThan(700)
  })
})
