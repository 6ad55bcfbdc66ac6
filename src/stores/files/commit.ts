import { joinBytes } from '../../json/bytes.ts'
import { encodeUtf8 } from '../../json/utf8.ts'
import type { FileArea, HeldLock, NewFile } from './file-area.ts'
import { damagedOwn, readOwn } from './own-json.ts'

/** Files of a project that change together. */
export interface Changes {
  readonly write: readonly NewFile[]
  readonly delete: readonly string[]
}

/**
 * Makes several changes whole or not at all: first all of them go into one file, the journal; from then on they are made, if not by this process then by
 * {@link recover}. The lock of the project is held.
 */
export async function commit(area: FileArea, project: string, changes: Changes, lock: HeldLock): Promise<void> {
  lock.needHeld()
  if (changes.write.length + changes.delete.length <= 1) return apply(area, changes, lock)
  await area.write([{ path: journalOf(project), bytes: packChanges(changes) }])
  await apply(area, changes, lock)
  await area.delete([journalOf(project)])
}

/** Whether a commit is under way, or was when a process died. */
export async function isCommitting(area: FileArea, project: string): Promise<boolean> {
  return (await area.read(journalOf(project))) !== undefined
}

/** Makes what a process that died had begun. The lock of the project is held. */
export async function recover(area: FileArea, project: string, lock: HeldLock): Promise<void> {
  const journal = await area.read(journalOf(project))
  if (journal === undefined) return
  await apply(area, unpackChanges(journal.bytes, journalOf(project)), lock)
  await area.delete([journalOf(project)])
}

function journalOf(project: string): string {
  return `${project}/.goldpan/journal`
}

/** So many files at a time; the lock may be lost in between. */
const STEP = 256

async function apply(area: FileArea, changes: Changes, lock: HeldLock): Promise<void> {
  for (let k = 0; k < changes.write.length; k += STEP) {
    lock.needHeld()
    await area.write(changes.write.slice(k, k + STEP))
  }
  lock.needHeld()
  await area.delete(changes.delete)
}

/** A line of JSON that says what follows, then the bytes of the files one behind the other. */
function packChanges({ write, delete: gone }: Changes): Uint8Array {
  const head = { write: write.map(({ path, bytes }) => ({ path, bytes: bytes.length })), delete: gone }
  return joinBytes([encodeUtf8(`${JSON.stringify(head)}\n`), ...write.map(({ bytes }) => bytes)])
}

function unpackChanges(bytes: Uint8Array, file: string): Changes {
  const end = bytes.indexOf(0x0a)
  const head = readOwn(bytes.subarray(0, end), file, HINT)
  let at = end + 1
  const write = (head.get('write')?.elements() ?? []).map((entry) => {
    const path = entry.get('path')?.string()
    const size = entry.get('bytes')?.number()
    if (path === undefined || size === undefined || at + size > bytes.length) throw damagedOwn(file, HINT)
    at += size
    return { path, bytes: bytes.subarray(at - size, at) }
  })
  return { write, delete: (head.get('delete')?.elements() ?? []).flatMap((path) => path.string() ?? []) }
}

const HINT = 'the changes it holds were not made, or only some of them; look at it, then delete it'
