import type { DialectName } from './task.ts'

/** What a first pass over all selected tasks found: small, mergeable, whatever the number of tasks. Maps keep the order of first appearance. */
export interface Survey {
  readonly tasks: number
  readonly annotations: number
  readonly cancelled: number
  readonly groundTruths: number
  readonly predictions: number
  readonly unannotatedTasks: number
  readonly dialects: ReadonlyMap<DialectName, number>
  readonly dataKeys: ReadonlyMap<string, DataKeySurvey>
  readonly controls: ReadonlyMap<string, ControlSurvey>
  readonly shapes: ReadonlyMap<string, number>
  readonly relations: number
  readonly annotators: ReadonlyMap<string, number>
  readonly modelVersions: ReadonlyMap<string, number>
  /** ISO dates as written; undefined when no annotation has one. */
  readonly firstDate: string | undefined
  readonly lastDate: string | undefined
  readonly hasAgreement: boolean
  readonly hasHistory: boolean
}

export interface DataKeySurvey {
  readonly count: number
  /** JSON kinds seen. */
  readonly kinds: ReadonlySet<string>
  /** The first string seen, at most 200 characters: tells an image from a text. */
  readonly sample: string | undefined
}

/** What was seen under one `from_name`. */
export interface ControlSurvey {
  readonly count: number
  readonly types: ReadonlyMap<string, number>
  readonly toNames: ReadonlySet<string>
  readonly labels: ReadonlyMap<string, number>
  /** `source` of the results, e.g. `$image`: the data key of the object, where the dialect tells it. */
  readonly sources: ReadonlySet<string>
  /** Some results of it share their id with a shape from another control. */
  readonly perRegion: boolean
}
