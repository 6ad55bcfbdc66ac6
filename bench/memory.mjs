import { readdirSync, readFileSync } from 'node:fs'

const EVERY = 50 // milliseconds

/**
 * Adds up what a program and all it started hold, again and again while they run. Works on Linux.
 *
 * @param {number} pid
 * @param {{ isWrapper: boolean }} options whether the process only starts the program and waits, so that it does not count
 * @returns {() => number} ends it; bytes, 0 if there never was more than one process: that one's own peak is known exactly
 */
export function watchMemory(pid, { isWrapper }) {
  let most = 0
  const timer = setInterval(() => {
    const all = isWrapper ? descendants(pid) : [pid, ...descendants(pid)]
    if (all.length > 1)
      most = Math.max(
        most,
        all.map(residentBytes).reduce((sum, bytes) => sum + bytes, 0),
      )
  }, EVERY)
  return () => {
    clearInterval(timer)
    return most
  }
}

/** @param {number} pid @returns {number[]} */
function descendants(pid) {
  const threads = tryTo(() => readdirSync(`/proc/${pid}/task`), [])
  const children = threads.flatMap((thread) =>
    tryTo(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1'), '')
      .trim()
      .split(' ')
      .filter((text) => text !== '')
      .map(Number),
  )
  return children.flatMap((child) => [child, ...descendants(child)])
}

/** @param {number} pid */
function residentBytes(pid) {
  const status = tryTo(() => readFileSync(`/proc/${pid}/status`, 'latin1'), '')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
}

/** A process may end while it is looked at. @template T @param {() => T} read @param {T} otherwise @returns {T} */
function tryTo(read, otherwise) {
  try {
    return read()
  } catch {
    return otherwise
  }
}
