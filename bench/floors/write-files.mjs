// The least that an output of many small files takes: creating them. node write-files.mjs FOLDER COUNT BYTES
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder, count, bytes] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const body = Buffer.alloc(Number(bytes), 'x')
for (let k = 0; k < Number(count); k++) writeFileSync(join(folder, `frame_${String(k).padStart(6, '0')}.xml`), body)
