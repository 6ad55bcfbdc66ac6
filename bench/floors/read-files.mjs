// The least that a conversion of a folder takes: reading its files. node read-files.mjs FOLDER
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2]
for (const name of readdirSync(folder)) readFileSync(join(folder, name))
