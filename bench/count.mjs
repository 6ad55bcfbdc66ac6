// How much is in an output, counted without building it.

import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'

const QUOTE = 0x22
const LINE_FEED = 0x0a
const DIRECTORY_ENTRY = 0x02014b50
const STORED = 0

/** How often a text stands in a file. @param {string} path @param {string} text */
export function countText(path, text) {
  const needle = Buffer.from(text)
  let count = 0
  let rest = Buffer.alloc(0)
  for (const piece of pieces(path)) {
    const bytes = Buffer.concat([rest, piece])
    count += countIn(bytes, needle)
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
  return filesIn(folder, extension).length
}

/** How often a text stands in the files of one kind in a folder, or in a zip. @param {string} path @param {string} extension @param {string} text */
export function countInside(path, extension, text) {
  const needle = Buffer.from(text)
  if (statSync(path).isDirectory())
    return filesIn(path, extension).reduce((sum, file) => sum + countIn(readFileSync(file), needle), 0)
  let count = 0
  eachEntry(path, (name, unpack) => {
    if (name.endsWith(extension)) count += countIn(unpack(), needle)
  })
  return count
}

/**
 * Goes through the files of a zip without a comment at its end, in the order of its directory.
 *
 * @param {string} path of less than 2 GB @param {(name: string, unpack: () => Buffer) => void} visit
 */
export function eachEntry(path, visit) {
  const zip = readFileSync(path)
  for (let at = directoryOf(zip); zip.readUInt32LE(at) === DIRECTORY_ENTRY; ) {
    const method = zip.readUInt16LE(at + 10)
    const packed = zip.readUInt32LE(at + 20)
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset))
    const start = zip.readUInt32LE(at + 42)
    visit(zip.toString('utf8', at + 46, at + 46 + name), () => {
      const from = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28)
      const bytes = zip.subarray(from, from + packed)
      return method === STORED ? bytes : inflateRawSync(bytes)
    })
    at += 46 + name + extra + comment
  }
}

/** Where the directory begins: said at the end, or where that says, if it takes eight bytes to say it. @param {Buffer} zip */
function directoryOf(zip) {
  const start = zip.readUInt32LE(zip.length - 6)
  if (start < 0xffffffff) return start
  const end64 = Number(zip.readBigUInt64LE(zip.length - 22 - 12))
  return Number(zip.readBigUInt64LE(end64 + 48))
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

/** @param {string} folder @param {string} extension */
function filesIn(folder, extension) {
  const names = readdirSync(folder, { recursive: true }).map(String)
  return names.filter((name) => name.endsWith(extension)).map((name) => join(folder, name))
}

/** @param {Buffer} bytes @param {Buffer} needle */
function countIn(bytes, needle) {
  let count = 0
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + needle.length)) count++
  return count
}
