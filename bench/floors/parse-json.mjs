// What everyone begins with: the whole file through JSON.parse, and nothing done with it. node parse-json.mjs FILE
import { readFileSync } from 'node:fs'

JSON.parse(readFileSync(process.argv[2], 'utf8'))
