import type { ServerOptions } from './server.ts'

/** What is said of a server or database beside its address. */
export interface LiveOptions extends ServerOptions {
  /** The number of the project, where the address does not name it. */
  readonly project?: number | undefined
}

/** A project that is read where it lives. */
export interface LiveProject {
  /** What problems are told with, and reports: the address without any secret. */
  readonly name: string
  /** How many tasks there were when it was opened, where that is known. */
  readonly taskCount: number | undefined
  /** The labeling config, XML; undefined when the project has none yet. */
  readonly config: string | undefined
  /**
   * All its tasks as Label Studio's JSON export has them, in pieces of one or several, with a comma between two tasks of a piece. To be read once.
   * @throws GoldpanError after the last piece, when there should have been more
   */
  tasks(): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/** One of several projects that could be meant. */
export interface ProjectTitle {
  readonly id: number
  readonly title: string
  readonly taskCount: number | undefined
}

/** Undefined for `<View></View>`, which new projects have. */
export function configOf(xml: string | undefined): string | undefined {
  return xml === undefined || /^\s*(<View\s*\/>|<View>\s*<\/View>)?\s*$/.test(xml) ? undefined : xml
}
