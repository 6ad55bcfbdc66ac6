import type { AnyFormat, OptionValue } from '../src/formats/format.ts'
import type { Issue } from '../src/model/issue.ts'

/** One conversion in memory, as tests want it. */
export interface Converted {
  /** Path → content; text formats decode to the text they are. */
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly issues: readonly Issue[]
  readonly wrote: ReadonlyMap<string, number>
  text(path: string): string
}

export interface ConvertInput {
  /** JSON text, or objects to be printed as JSON. */
  readonly tasks: string | readonly unknown[]
  /** XML of the labeling config; without it one is inferred. */
  readonly config?: string
  readonly to: AnyFormat
  readonly options?: Readonly<Record<string, OptionValue>>
  /** As on the command line: { annotations: 'latest', predictions: 'only', onlyGroundTruth: true … } */
  readonly selection?: Readonly<Record<string, OptionValue>>
  /** Directory for --media-root. */
  readonly mediaRoot?: string
}

export async function convert(_input: ConvertInput): Promise<Converted> {
  throw new Error('being written')
}
