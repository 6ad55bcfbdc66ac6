import type { GoldpanError } from '../../model/error.ts'
import type { ImportCounts } from '../../projects/import-tasks.ts'

/**
 * reading: files of another format are made into tasks; storing: tasks go into the project; asking: the files
 * may be of several formats, somebody has to say which.
 */
export type DataImportState = 'reading' | 'storing' | 'asking' | 'done' | 'failed' | 'cancelled'

/** Files that are brought into a project, whatever their format, and what became of them. Kept in memory: what is brought again is known again. */
export interface DataImport {
  readonly id: number
  readonly project: number
  readonly state: DataImportState
  /** Names of the formats that the files may be of, when asking. */
  readonly candidates: readonly string[]
  /** 0 to 1, of the tasks that are stored; undefined while nobody knows. */
  readonly fraction: number | undefined
  readonly counts: ImportCounts
  /** The first of what could not be read. */
  readonly problems: readonly ImportNote[]
  /** Why it failed. */
  readonly error: ImportNote | undefined
  /** none: no labeling config came; taken: the project had none, and has it now; kept: another one came, the project keeps its own. */
  readonly config: 'none' | 'taken' | 'kept'
}

export type ImportNote = Pick<GoldpanError, 'code' | 'message' | 'hint' | 'where'>

export const NO_COUNTS: ImportCounts = {
  ...{ created: 0, updated: 0, unchanged: 0, skipped: 0, renumbered: 0 },
  ...{ annotations: 0, predictions: 0, failed: 0 },
}

export function isOver({ state }: DataImport): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}
