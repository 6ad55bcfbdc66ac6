import { parseLabelConfig } from '../src/dialects/label-config-xml.ts'
import { type ConvertResult, convertFiles } from '../src/export/convert-files.ts'
import { parseOptions } from '../src/export/options.ts'
import { OUTPUT, parseLayout } from '../src/export/output-options.ts'
import { SELECTION } from '../src/export/selection.ts'
import type { AnyFormat, OptionValue } from '../src/formats/format.ts'
import { memorySink } from '../src/io/sinks.ts'
import type { Issue } from '../src/model/issue.ts'

/** One conversion in memory, as tests want it. */
export interface Converted {
  /** Path → content, without report.json. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** As report.json lists them. */
  readonly issues: readonly ReportedIssue[]
  readonly wrote: ReadonlyMap<string, number>
  readonly result: ConvertResult
  text(path: string): string
}

/** An entry of report.json: an issue with its place flat beside it. */
export interface ReportedIssue extends Pick<Issue, 'code' | 'effect'> {
  readonly task?: number | string
  readonly annotation?: number | string
  readonly region?: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly byte?: number
  readonly message: string
  readonly hint: string
}

export interface ConvertInput {
  /** JSON text or bytes, or objects to be printed as JSON. */
  readonly tasks: string | Uint8Array | readonly unknown[]
  /** XML of the labeling config; without it one is inferred. */
  readonly config?: string
  readonly to: AnyFormat
  readonly options?: Readonly<Record<string, OptionValue>>
  /** As on the command line: { annotations: 'latest', predictions: 'only', onlyGroundTruth: true … } */
  readonly selection?: Readonly<Record<string, OptionValue>>
  /** As on the command line: { split: 'train=0.8,val=0.2' } */
  readonly output?: Readonly<Record<string, OptionValue>>
  /** Directory for --media-root. */
  readonly mediaRoot?: string
  /** Cuts the input into batches of so many tasks. */
  readonly batchTasks?: number
  readonly onBadTask?: 'skip' | 'fail'
  /** Name of the input file. */
  readonly name?: string
}

export async function convert({
  tasks,
  config,
  to,
  options = {},
  selection = {},
  output = {},
  mediaRoot,
  batchTasks,
  onBadTask = 'skip',
  name = 'tasks.json',
}: ConvertInput): Promise<Converted> {
  const text = typeof tasks === 'string' || tasks instanceof Uint8Array ? tasks : JSON.stringify(tasks)
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const files = new Map<string, Uint8Array>()
  const result = await convertFiles({
    files: [
      {
        name,
        async *open() {
          yield bytes
        },
      },
    ],
    config: config === undefined ? undefined : parseLabelConfig(config),
    format: to,
    options: parseOptions(to.options, options, to.id),
    selection: parseOptions(SELECTION, selection, 'selection'),
    split: parseLayout(parseOptions(OUTPUT, output, 'output')).split,
    sink: memorySink(files),
    mediaRoot,
    onBadTask,
    ...(batchTasks === undefined ? {} : { limits: { bytes: Number.POSITIVE_INFINITY, tasks: batchTasks } }),
  })
  const report: { issues: ReportedIssue[] } = JSON.parse(new TextDecoder().decode(files.get('report.json')))
  files.delete('report.json')
  return {
    files,
    issues: report.issues,
    wrote: result.written,
    result,
    text: (path) => {
      const content = files.get(path)
      if (content === undefined) throw new Error(`no file ${path}, there is ${[...files.keys()].join(', ')}`)
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)
    },
  }
}
