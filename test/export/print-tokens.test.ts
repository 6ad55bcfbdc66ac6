import fc from 'fast-check'
import '../seed.ts'
import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { parseOptions } from '../../src/export/options.ts'
import { BatchReader, type Preparation } from '../../src/export/prepare.ts'
import { parseSelection, SELECTION, type SelectionOptions } from '../../src/export/selection.ts'
import type { TokenRun } from '../../src/formats/conll2003/token-run.ts'
import { conll2003 } from '../../src/formats/conll2003.ts'
import type { OptionValue } from '../../src/formats/format.ts'
import { batchOf } from './plain-tasks.ts'
import { textTask } from './plain-texts.ts'

const config = parseLabelConfig(`<View><Text name="text" value="$text"/><Image name="image" value="$image"/>
  <Labels name="label" toName="text"><Label value="PER"/><Label value="LOC"/></Labels></View>`)

interface Setting {
  readonly options?: Readonly<Record<string, OptionValue>>
  readonly select?: Partial<SelectionOptions>
}

/** What `encode` makes of a batch, with and without tokens that are printed at once, and how many tasks were printed so. */
function encoded(texts: readonly string[], { options = {}, select = {} }: Setting, isPrinting: boolean) {
  const preparation: Preparation = {
    format: conll2003,
    selection: parseSelection(parseOptions(SELECTION, select, 'test'), conll2003),
    options: parseOptions(conll2003.options, options, 'conll2003'),
    config,
    onBadTask: 'skip',
    isReported: true,
  }
  const reader = new BatchReader(batchOf(texts), preparation)
  const printer = isPrinting ? reader.printer : undefined
  let printed = 0
  const bytes = conll2003.encode(reader.tasks(), {
    ...preparation,
    options: parseOptions(conll2003.options, options, 'conll2003'),
    survey: undefined,
    report: reader.report,
    regions: (annotation) => reader.regions(annotation),
    media: () => undefined,
    printer: printer && {
      ...printer,
      tokens: (style, { take }) =>
        printer.tokens(style, {
          take(run: TokenRun, tell) {
            printed += run.tasks
            take(run, tell)
          },
        }),
    },
  })
  const { read, selected, report } = reader
  const rows = new TextDecoder().decode(bytes)
  return { outcome: { rows, read, selected, issues: report.issues, written: report.written }, printed }
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
