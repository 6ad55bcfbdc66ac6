import { coco } from './coco.ts'
import type { Reader } from './reader.ts'

/** Every format that can be read into tasks. A new one is a file, a line here, a test folder and a docs page. */
export const readers: readonly Reader[] = [coco]
