import type { Command } from 'commander'
import type { SourceOptions } from '../export/task-source.ts'
import { isServerAddress } from '../live/live-source.ts'
import { READING } from '../readers/options.ts'
import { addOptions } from './options.ts'

/** What all commands that read tasks say of their arguments. */
export const INPUTS =
  'files (.json, .jsonl, .ndjson, .gz, .zip) or folders of tasks, or of another format, also in a bucket (s3://bucket/prefix); https://host/projects/3; label_studio.sqlite3 or postgres://… of Label Studio; - is standard input'
export const TOKEN_HELP = 'for https://…: the token of your account; by default from LABEL_STUDIO_API_KEY or LABEL_STUDIO_TOKEN'
export const PROJECT_HELP = 'for a server or database with several projects: the number of the one to read'

export const FROM_HELP = 'the format of the input: see `goldpan formats`; by default found out by its content'

/** Adds what may have to be said of data sets of another format. */
export function addReadingOptions(command: Command): Command {
  addOptions(command, READING, 'When another format is read:')
  return command
}

export interface ReadingFlags {
  readonly from?: string
  readonly as?: string
}

export interface LiveFlags {
  readonly token?: string
  readonly project?: string
}

/** The token is taken from the environment where a server is read, so that it need not stand in lists of processes and shell histories. */
export function liveOptions(paths: readonly string[], { token, project }: LiveFlags): SourceOptions {
  const { LABEL_STUDIO_API_KEY, LABEL_STUDIO_TOKEN } = process.env
  const known = paths.some(isServerAddress) ? LABEL_STUDIO_API_KEY || LABEL_STUDIO_TOKEN || undefined : undefined
  return { token: token ?? known, project }
}
