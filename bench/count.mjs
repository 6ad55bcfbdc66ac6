// How much is in an output, counted without building it.

import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'

const QUOTE = 0x22
const LINE_FEED = 0x0a

/** How often a text stands in a file. @param {string} path @param {string} text */
export function countText(path, text) {
  const needle = Buffer.from(text)
  let count = 0
  let rest = Buffer.alloc(0)
  for (const piece of pieces(path)) {
    const bytes = Buffer.concat([rest, piece])
    for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + needle.length)) count++
    rest = bytes.subarray(Math.max(0, bytes.length - needle.length + 1))
  }
  return count
}

/** Rows of a CSV file below its first, line ends within quotes not counted. @param {string} path */
export function countRows(path) {
  let lines = 0
  let isQuoted = false
  for (const piece of pieces(path))
    for (const byte of piece) {
      if (byte === QUOTE) isQuoted = !isQuoted
      else if (byte === LINE_FEED && !isQuoted) lines++
    }
  return lines - 1
}

/** Files of one kind in a folder, folders in it included. @param {string} folder @param {string} extension */
export function countFiles(folder, extension) {
  return readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith(extension)).length
}

/** Files of one kind in a zip, by the names in its directory. @param {string} path @param {string} extension */
export function countEntries(path, extension) {
  const bytes = readFileSync(path)
  const isEntry = (/** @type {number} */ at) => {
    const length = bytes.readUInt16LE(at + 28)
    return bytes.toString('latin1', at + 46 + length - extension.length, at + 46 + length) === extension
  }
  const signature = Buffer.from('PK\x01\x02', 'latin1')
  let count = 0
  for (let at = bytes.indexOf(signature); at >= 0; at = bytes.indexOf(signature, at + 46)) if (isEntry(at)) count++
  return count
}

/** A file in pieces of a megabyte. @param {string} path @returns {Generator<Buffer>} */
export function* pieces(path) {
  const file = openSync(path, 'r')
  try {
    for (;;) {
      const piece = Buffer.alloc(1 << 20)
      const length = readSync(file, piece)
      if (length === 0) return
      yield piece.subarray(0, length)
    }
  } finally {
    closeSync(file)
  }
}
