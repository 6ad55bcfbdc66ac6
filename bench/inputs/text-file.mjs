import { closeSync, openSync, writeSync } from 'node:fs'

const FLUSH = 1 << 20 // characters

/** A file that is written bit by bit and never held whole. @param {string} path */
export function openTextFile(path) {
  const file = openSync(path, 'w')
  let pending = ''
  let written = 0
  const flush = () => {
    const bytes = Buffer.from(pending)
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    written += bytes.length
    pending = ''
  }
  return {
    add(/** @type {string} */ text) {
      pending += text
      if (pending.length >= FLUSH) flush()
    },
    /** Returns how many bytes were written. */
    close() {
      flush()
      closeSync(file)
      return written
    },
    /** Items of a JSON list: with a comma before all but the first. @param {Iterable<string>} items */
    addItems(items) {
      let isFirst = true
      for (const item of items) {
        this.add(isFirst ? item : `,${item}`)
        isFirst = false
      }
    },
  }
}
