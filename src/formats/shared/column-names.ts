import type { Report } from '../../model/issue.ts'
import { findControl, type LabelConfig } from '../../model/label-config.ts'
import type { Survey } from '../../model/survey.ts'
import type { RawResult } from '../../model/task.ts'

/** Under which name everything of a table or record is written, so that nothing hides anything else (known-defects T1, T2). */
export interface ColumnNames {
  /** Key in `data` → name. */
  readonly data: ReadonlyMap<string, string>
  /** `from_name` → name, of all controls that have results. */
  readonly controls: ReadonlyMap<string, string>
  /** `from_name` of a chat → name of the column with its transcript. */
  readonly transcripts: ReadonlyMap<string, string>
  readonly renamed: readonly Renamed[]
}

interface Renamed {
  readonly what: 'data key' | 'control'
  readonly key: string
  readonly written: string
}

/**
 * The table's own columns keep their names, then the controls', then the data keys; whoever finds its name taken gets a prefix
 * (`_control_`, `_data_`), again until the name is free. The same input gives the same names in every format.
 *
 * @param fixed the columns that are there in any case.
 */
export function nameColumns(fixed: readonly string[], config: LabelConfig, survey: Survey): ColumnNames {
  const renamed: Renamed[] = []
  const taken = new Set(fixed)
  const reserved = config.controls.map(({ name }) => name)

  const seen = controlsSeen(survey)
  const controls = claimAll([...seen.keys()], '_control_', taken, (key, written) =>
    renamed.push({ what: 'control', key, written }),
  )
  for (const name of reserved) taken.add(name)

  const transcripts = new Map<string, string>()
  for (const [name, types] of seen) {
    const isChat = types.has('chatmessage') || findControl(config, name)?.tag.tag === 'Chat'
    if (isChat) transcripts.set(name, claim(`${controls.get(name)}_transcript`, '_control_', taken))
  }

  const dataKeys = [...survey.dataKeys.keys()]
  const data = claimAll(dataKeys, '_data_', taken, (key, written) => renamed.push({ what: 'data key', key, written }))
  return { data, controls, transcripts, renamed }
}

/** The control a result belongs to; chat messages may name none. */
export function controlOf({ fromName, type }: RawResult): string {
  return fromName === '' ? type : fromName
}

/** Once per name, whatever the number of rows. */
export function reportRenamed({ renamed }: ColumnNames, report: Report): void {
  for (const { what, key, written } of renamed) report.add('column-renamed', {}, { what, key, written })
}

/** Names of columns by code point, as Label Studio sorts them. */
export function byCodePoint(a: string, b: string): number {
  const left = [...a]
  const right = [...b]
  for (let k = 0; k < left.length && k < right.length; k++)
    if (left[k] !== right[k]) return left[k]!.codePointAt(0)! - right[k]!.codePointAt(0)!
  return left.length - right.length
}

function controlsSeen(survey: Survey): Map<string, ReadonlySet<string>> {
  const seen = new Map<string, ReadonlySet<string>>()
  for (const [name, { types }] of survey.controls)
    if (name !== '') seen.set(name, new Set(types.keys()))
    else for (const type of types.keys()) seen.set(type, new Set([type]))
  return seen
}

/** Who needs no prefix is served first, so that nobody is renamed onto a name that is in use. */
function claimAll(keys: readonly string[], prefix: string, taken: Set<string>, note: (key: string, written: string) => void) {
  const colliding = new Set(keys.filter((key) => taken.has(key)))
  const names = new Map<string, string>()
  for (const key of keys) if (!colliding.has(key)) taken.add(key)
  for (const key of [...colliding].sort(byCodePoint)) {
    const written = claim(prefix + key, prefix, taken)
    names.set(key, written)
    note(key, written)
  }
  for (const key of keys) if (!colliding.has(key)) names.set(key, key)
  return names
}

function claim(name: string, prefix: string, taken: Set<string>): string {
  let free = name
  while (taken.has(free)) free = prefix + free
  taken.add(free)
  return free
}
