import { closeSync, openSync, writeSync } from 'node:fs'
import { crc32, deflateRawSync } from 'node:zlib'

const UTF8_NAMES = 0x0800
const DEFLATED = 8
const FIRST_DATE = 0x21 // 1980-01-01
const FULL_16 = 0xffff
const FULL_32 = 0xffffffff

/**
 * Writes files into a zip below 4 GB, with the records of zip64, which have room for more than 65,535.
 *
 * @param {string} path @param {Iterable<{ name: string, text: string }>} files
 */
export function writeZip(path, files) {
  const zip = openSync(path, 'w')
  let offset = 0
  const write = (/** @type {Buffer} */ bytes) => {
    for (let at = 0; at < bytes.length; ) at += writeSync(zip, bytes, at)
    offset += bytes.length
  }
  const directory = []
  for (const { name, text } of files) {
    const bytes = Buffer.from(text)
    const packed = deflateRawSync(bytes)
    const facts = entryFacts(name, bytes, packed)
    directory.push(Buffer.concat([signed('PK\x01\x02'), u16(45), facts, u16(0, 0, 0), u32(0, offset), Buffer.from(name)]))
    write(Buffer.concat([signed('PK\x03\x04'), facts, Buffer.from(name), packed]))
  }
  const start = offset
  for (const entry of directory) write(entry)
  write(endOf(directory.length, start, offset - start, offset))
  closeSync(zip)
}

/** What the local header and the directory say alike. @param {string} name @param {Buffer} bytes @param {Buffer} packed */
function entryFacts(name, bytes, packed) {
  const sizes = u32(crc32(bytes), packed.length, bytes.length)
  return Buffer.concat([u16(45, UTF8_NAMES, DEFLATED, 0, FIRST_DATE), sizes, u16(Buffer.byteLength(name), 0)])
}

/** @param {number} entries @param {number} start @param {number} size of the directory @param {number} end */
function endOf(entries, start, size, end) {
  return Buffer.concat([
    ...[signed('PK\x06\x06'), u64(44), u16(45, 45), u32(0, 0), u64(entries, entries, size, start)],
    ...[signed('PK\x06\x07'), u32(0), u64(end), u32(1)],
    ...[signed('PK\x05\x06'), u16(0, 0, FULL_16, FULL_16), u32(FULL_32, FULL_32), u16(0)],
  ])
}

/** @param {string} letters */
function signed(letters) {
  return Buffer.from(letters, 'latin1')
}

/** @param {readonly number[]} values */
function u16(...values) {
  const bytes = Buffer.alloc(2 * values.length)
  for (const [k, value] of values.entries()) bytes.writeUInt16LE(value, 2 * k)
  return bytes
}

/** @param {readonly number[]} values */
function u32(...values) {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [k, value] of values.entries()) bytes.writeUInt32LE(value, 4 * k)
  return bytes
}

/** @param {readonly number[]} values */
function u64(...values) {
  const bytes = Buffer.alloc(8 * values.length)
  for (const [k, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 * k)
  return bytes
}
