import { afterAll, beforeAll, describe } from 'vitest'
import { openStore } from '../../src/stores/index.ts'
import { describeLease } from '../server/lease.ts'
import { describeRestart } from '../server/restart.ts'
import { dropDatabases, newDatabase } from './databases.ts'

afterAll(dropDatabases)

describe('a server over PostgreSQL', () => describeRestart(() => newDatabase()))

describe('a lease in PostgreSQL', () => {
  let url: string
  beforeAll(async () => {
    url = await newDatabase()
  })
  describeLease(() => openStore(url))
})
