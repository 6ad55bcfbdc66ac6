import { parseOptions } from '../../src/export/options.ts'
import { BatchReader, type Preparation } from '../../src/export/prepare.ts'
import { parseSelection, SELECTION, type SelectionOptions } from '../../src/export/selection.ts'
import { Surveyor } from '../../src/export/survey.ts'
import type { AnyFormat, OptionValue } from '../../src/formats/format.ts'
import type { PlainPrinter, PlainRun, RunTaker } from '../../src/formats/plain-run.ts'
import type { LabelConfig } from '../../src/model/label-config.ts'
import { batchOf } from './plain-tasks.ts'

/** Tasks, as texts, and what is to be made of them. */
export interface Batch {
  readonly format: AnyFormat
  readonly config: LabelConfig
  readonly texts: readonly string[]
  readonly options?: Readonly<Record<string, OptionValue>>
  readonly select?: Partial<SelectionOptions>
}

/** What `encode` makes of a batch and what is told of it, with and without tasks that are printed at once; and how many were printed so. */
export function encodeBatch({ format, config, texts, options = {}, select = {} }: Batch, isPrinting: boolean) {
  const preparation: Preparation = {
    format,
    selection: parseSelection(parseOptions(SELECTION, select, 'test'), format),
    options: parseOptions(format.options, options, format.id),
    config,
    onBadTask: 'skip',
    isReported: true,
  }
  const survey = format.survey === 'always' ? new Surveyor('columns') : undefined
  for (const task of new BatchReader(batchOf(texts), { ...preparation, isReported: false }).tasks()) survey?.add(task)
  const reader = new BatchReader(batchOf(texts), preparation)
  let printed = 0
  const printer = reader.printer && counting(reader.printer, (tasks) => (printed += tasks))
  const part = format.encode(reader.tasks(), {
    ...preparation,
    survey,
    report: reader.report,
    regions: (annotation) => reader.regions(annotation),
    media: () => undefined,
    printer: isPrinting ? printer : undefined,
  })
  const { read, selected, report } = reader
  return { part, told: { read, selected, issues: report.issues, written: report.written }, printed }
}

/** The same printer, which says how many tasks it hands over. */
function counting(printer: PlainPrinter, count: (tasks: number) => void): PlainPrinter {
  const counted = <Run extends PlainRun>({ take }: RunTaker<Run>): RunTaker<Run> => ({
    take(run, tell) {
      count(run.tasks)
      take(run, tell)
    },
  })
  return {
    boxes: (style, taker) => printer.boxes(style, counted(taker)),
    tokens: (style, taker) => printer.tokens(style, counted(taker)),
    records: (style, take) =>
      printer.records(style, (run) => {
        count(run.tasks)
        take(run)
      }),
  }
}

/** Of a part that is bytes: one comparison instead of thousands. */
export function textOf(part: unknown): string {
  if (!(part instanceof Uint8Array)) throw new Error('the part is no bytes')
  return new TextDecoder().decode(part)
}
