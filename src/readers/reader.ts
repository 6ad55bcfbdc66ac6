import type { MediaFacts } from '../formats/format.ts'
import type { Json } from '../json/node.ts'
import type { Where } from '../model/error.ts'
import type { Detail, IssueCode } from '../model/issue.ts'
import type { Size } from '../model/shape.ts'
import type { DataSet } from './data-set.ts'
import type { ReadingOption, ReadingOptions } from './options.ts'
import type { ProjectDraft, Result } from './project.ts'

export type Fields = Readonly<Record<string, Json | undefined>>

/** What one person or one model says about a task. */
export interface AnnotationDraft {
  readonly results: readonly Result[]
  /** Whether the data set says that a model said it; the user may say otherwise with `--as`. */
  readonly origin?: 'annotation' | 'prediction'
  /** Who said it: an e-mail address, a name or an id. */
  readonly by?: string | number | undefined
  readonly modelVersion?: string | undefined
  readonly wasCancelled?: boolean
}

/** A task as a reader makes it; it gets its id, and its place in the input, when it is written. */
export interface TaskDraft {
  readonly data: Fields
  /** None for what nobody looked at; one without results for what somebody looked at and found nothing in. */
  readonly annotations: readonly AnnotationDraft[]
  /** Lines of one file only go up; a task without a line is named by its place in the file. */
  readonly where: Where & { readonly file: string }
}

/** What a reader works with. */
export interface ReadContext {
  readonly options: ReadingOptions
  /** The labeling config in the making: whatever a result names has to be asked for here. */
  readonly project: ProjectDraft
  /** Takes what cannot be read, or is read with a supposition. */
  add(code: IssueCode, where: Where, detail?: Detail): void
  /** Tells that a field of the data set has no place in a task; they are counted and reported once for each field. */
  unread(field: string, where: Where): void
  /** Pixels of an image of the data set, or of one below `--media-root`, else what the user says; undefined when nobody knows. */
  imageSize(reference: string): Promise<Size | undefined>
  /** Facts about a recording or image below `--media-root` or in the data set; undefined when it is not there. */
  media(reference: string): Promise<MediaFacts | undefined>
}

/** `sure`: the files say so themselves. `possible`: nothing speaks against it. */
export type Evidence = 'sure' | 'possible' | undefined

/**
 * Turns a data set of another format into tasks, one by one, and a labeling config.
 * What it cannot take is told to the context: nothing vanishes.
 */
export interface Reader {
  /** That of the format that is written: file name = command line name = docs page. */
  readonly id: string
  readonly aliases: readonly string[]
  readonly title: string
  /** What is read, in one line. */
  readonly summary: string
  /** Those of {@link READING} that it heeds. */
  readonly options: readonly ReadingOption[]
  /** By names and first bytes. */
  detect(dataSet: DataSet): Promise<Evidence>
  /** The tasks in the order of the data set; the labeling config is complete when the last was taken. */
  read(dataSet: DataSet, context: ReadContext): AsyncIterable<TaskDraft>
}

/** What a Video tag says of its frame rate. */
export function frameRateOf({ options: { frameRate } }: ReadContext): { readonly framerate?: number } {
  return frameRate > 0 ? { framerate: frameRate } : {}
}
