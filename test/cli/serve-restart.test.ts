import { join } from 'node:path'
import { describe } from 'vitest'
import { describeRestart } from '../server/restart.ts'

describe('a server over SQLite', () => describeRestart(async (folder) => join(folder, 'goldpan.db')))
