// The least that an output of many bytes takes: writing them, until they are on the disk. node write-file.mjs FILE BYTES
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'

const [file, bytes] = process.argv.slice(2)
const chunk = Buffer.alloc(1 << 20, 'x')
const descriptor = openSync(file, 'w')
for (let rest = Number(bytes); rest > 0; rest -= chunk.length) writeSync(descriptor, chunk, 0, Math.min(rest, chunk.length))
fsyncSync(descriptor)
closeSync(descriptor)
