import type { SkippedFile } from './input-files.ts'
import { inNumericOrder } from './numeric-order.ts'
import type { InputFile } from './read-batches.ts'
import { gunzip, readHead, readText } from './read-bytes.ts'

/** A file of an archive, or of a folder that a browser gave. */
export interface ArchiveEntry {
  /** With '/'. */
  readonly path: string
  /** Uncompressed bytes. */
  readonly size: number
  open(): AsyncIterable<Uint8Array>
}

/** A labeling config that lies beside the tasks. */
export interface ConfigFile {
  readonly name: string
  read(): Promise<string>
}

export const CONFIG_NAMES = ['config.xml', 'label_config.xml', 'labeling_config.xml', 'config.json']
export const TASK_NAME = /\.(json|jsonl|ndjson)(\.gz)?$/i

/** What a store of files keeps for itself beside the tasks. */
export const STORE_FOLDER = '.goldpan'

/** Why a file is not read. */
export const NO_JSON = 'not a JSON file'
export const BESIDE_COMPLETIONS = 'tasks are read from `completions` beside it'
export const OWN_REPORT = 'the report of an earlier export'
export const MAC_METADATA = 'a file that macOS made for itself'

/** Which of the entries are tasks, in numeric order of their paths. @param folder what they lie in, as the user would name it */
export async function listEntries(
  entries: readonly ArchiveEntry[],
  folder: string,
): Promise<{ readonly files: InputFile[]; readonly skipped: SkippedFile[]; readonly config: ConfigFile | undefined }> {
  const files: InputFile[] = []
  const skipped: SkippedFile[] = []
  let config: ConfigFile | undefined
  const projects = projectsOf(entries)
  const own = entries.filter(({ path }) => !path.split('/').includes(STORE_FOLDER))
  for (const entry of inNumericOrder(own, ({ path }) => path)) {
    const name = `${folder}/${entry.path}`
    const isGzip = /\.gz$/i.test(entry.path)
    const problem = await entryProblem(entry, projects)
    const file: InputFile = {
      name,
      size: isGzip ? undefined : entry.size,
      open: () => (isGzip ? gunzip(entry.open(), name) : entry.open()),
    }
    if (isConfigName(baseName(entry.path))) config ??= { name, read: () => readText(entry.open(), name) }
    else if (problem === NO_JSON) skipped.push({ ...file, problem })
    else if (problem !== undefined) skipped.push({ name, problem })
    else files.push(file)
  }
  return { files, skipped, config }
}

/** Folders that have a `completions` folder: `` for the root, `project/` below it. */
function projectsOf(entries: readonly ArchiveEntry[]): Set<string> {
  return new Set(entries.flatMap(({ path }) => /^((?:.*?\/)?)completions\//.exec(path)?.[1] ?? []))
}

async function entryProblem(entry: ArchiveEntry, projects: ReadonlySet<string>): Promise<string | undefined> {
  const { path } = entry
  if (/(^|\/)(__MACOSX\/|\._[^/]*$)/.test(path)) return MAC_METADATA
  if ([...projects].some((project) => path.startsWith(project) && !path.startsWith(`${project}completions/`)))
    return BESIDE_COMPLETIONS
  if (!TASK_NAME.test(path)) return NO_JSON
  const name = baseName(path)
  return name === 'report.json' && isOwnReport(name, await readHead(entry.open())) ? OWN_REPORT : undefined
}

/** @param head the first bytes of the file */
export function isOwnReport(name: string, head: Uint8Array): boolean {
  return name === 'report.json' && new TextDecoder().decode(head).startsWith('{\n  "goldpan"')
}

export function isConfigName(name: string): boolean {
  return CONFIG_NAMES.includes(name)
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
