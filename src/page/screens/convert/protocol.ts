import type { FormatAnswer, OptionKind, Values } from '../../api/formats.ts'
import type { ReportAnswer } from '../../api/report.ts'

/** A file that somebody chose, with its path in a chosen folder. */
export interface ChosenFile {
  readonly file: File
  readonly path: string
}

/** What the files do not say themselves. */
export interface Reading {
  /** The text of a labeling config. */
  readonly config: string | undefined
  /** The name of a format that is not recognised. */
  readonly from: string | undefined
  /** Options of reading that differ from their default. */
  readonly reading: Values
}

/** What the page asks the worker; a conversion is called off by `cancel`. */
export type WorkerRequest =
  | ({ readonly kind: 'inspect'; readonly files: readonly ChosenFile[] } & Reading)
  | ({ readonly kind: 'convert' } & ConversionRequest)
  | { readonly kind: 'cancel' }

export interface ConversionRequest extends Reading {
  readonly files: readonly ChosenFile[]
  readonly format: string
  readonly options: Values
  readonly select: Values
  readonly output: Values
  /** Where it is written to; otherwise it comes back. */
  readonly into: FileSystemFileHandle | undefined
}

export type WorkerReply =
  | { readonly kind: 'inspected'; readonly inspected: Inspected }
  | { readonly kind: 'progress'; readonly progress: ConversionProgress }
  | { readonly kind: 'converted'; readonly converted: Converted }
  | { readonly kind: 'failed'; readonly problem: PlainProblem }

/** What was recognised in files. */
export interface Inspected {
  readonly tasks: number
  /** There may be more tasks than were looked at. */
  readonly isWhole: boolean
  readonly dialects: readonly string[]
  /** The files are a data set of another format. */
  readonly isForeign: boolean
  readonly config: string
  readonly isConfigInferred: boolean
  readonly formats: readonly FormatAnswer[]
  readonly selection: Readonly<Record<string, OptionKind>>
  readonly output: Readonly<Record<string, OptionKind>>
}

export interface ConversionProgress {
  readonly tasks: number
  readonly bytes: number
  /** Undefined where it cannot be known beforehand. */
  readonly totalBytes: number | undefined
}

export interface Converted {
  /** Undefined when it was written into a file. */
  readonly output: File | undefined
  readonly summary: ReportAnswer
  /** Every single issue. */
  readonly report: Blob
}

/** An error as plain data. */
export interface PlainProblem {
  readonly code: string
  readonly message: string
  readonly hint: string | undefined
}
