// The least that a conversion of a zip takes: unpacking its files. node unpack-zip.mjs ZIP
import { eachEntry } from '../count.mjs'

eachEntry(process.argv[2], (_, unpack) => unpack())
