import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** Where inputs and other people's programs are kept between runs; it can be deleted at any time. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'goldpan', 'bench')

/**
 * Makes a folder under another name and renames it when it is whole, so that a run that was cut short leaves nothing half done.
 *
 * @template T
 * @param {string} folder that does not exist yet
 * @param {(unfinished: string) => T | Promise<T>} make
 */
export async function makeWhole(folder, make) {
  mkdirSync(dirname(folder), { recursive: true })
  const unfinished = mkdtempSync(`${folder}.`)
  try {
    const made = await make(unfinished)
    renameSync(unfinished, folder)
    return made
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}
