import { type Inspection, inspect as inspectFiles } from '../export/inspect.ts'
import { openForeign, parseReading } from '../export/open-foreign.ts'
import { formats } from '../formats/index.ts'
import type { BrowserRequest } from './convert.ts'
import { openBlobs } from './inputs.ts'
import { loadConfig } from './load-config.ts'

/** So many tasks say what an input is. */
const MOST_TASKS = 1000

export interface BrowserInspection extends Inspection {
  /** The files are a data set of another format, read into tasks. */
  readonly isForeign: boolean
}

/**
 * What is in files, by the first thousand tasks: dialect, labeling config, and the formats that suit.
 * @throws GoldpanError when no task can be read
 */
export async function inspect(
  request: Pick<BrowserRequest, 'files' | 'config' | 'from' | 'as' | 'reading'>,
): Promise<BrowserInspection> {
  const { files, config, from, as, reading } = request
  const chosen = await openBlobs(files)
  const input = await openForeign(chosen, parseReading({ from, as, reading }))
  const given = (await loadConfig(config, input))?.config
  return { ...(await inspectFiles(input.files, given, formats, undefined, MOST_TASKS)), isForeign: input !== chosen }
}
