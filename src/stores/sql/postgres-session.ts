import type { Kysely } from 'kysely'
import pg from 'pg'
import { GoldpanError } from '../../model/error.ts'
import { kyselyOf } from './kysely-postgres.ts'
import type { Tables } from './tables.ts'

const CONNECTIONS = 8
const CONNECT_MILLISECONDS = 10_000
/** Types by their numbers, https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat */
const BYTEA = 17
const INT8 = 20
const NUMERIC = 1700

/** Classes and codes of errors, https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNREACHABLE = /^(?:08|28|3D|53|57P|42501|25006)/
const DAMAGED = /^(?:XX001|XX002)/
const SYSTEM = /^(?:E[A-Z]+)$/

/** The connections to one database: transactions, and errors in our words. */
export class PostgresSession {
  /** Without credentials. */
  readonly name: string
  readonly db: Kysely<Tables>
  readonly #pool: pg.Pool

  constructor(url: string) {
    this.name = withoutCredentials(url)
    this.#pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MILLISECONDS,
      types: typeParsers(),
      application_name: 'goldpan',
      onConnect: async (client) => void (await client.query('SET search_path TO goldpan')),
    })
    this.#pool.on('error', () => undefined) // a connection that nobody uses was lost; the next one says what is the matter
    this.db = kyselyOf(this.#pool)
  }

  async read<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw this.problem(error)
    }
  }

  /** One transaction on one connection. */
  write<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return this.read(async () => {
      const client = await this.begin('BEGIN')
      try {
        const result = await work(client)
        await client.query('COMMIT')
        return result
      } finally {
        await this.end(client)
      }
    })
  }

  /** A connection with a transaction, until `end`. */
  async begin(transaction: string): Promise<pg.PoolClient> {
    const client = await this.#pool.connect()
    await client.query(transaction)
    return client
  }

  /** Takes back what was not committed. A connection that cannot do this is closed, which does it too. */
  async end(client: pg.PoolClient): Promise<void> {
    try {
      await client.query('ROLLBACK')
      client.release()
    } catch {
      client.release(true)
    }
  }

  close(): Promise<void> {
    return this.#pool.end()
  }

  /** What users can do about an error of the database; anything else is given back as it is. */
  problem(error: unknown): unknown {
    if (error instanceof GoldpanError || !(error instanceof Error)) return error
    const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
    const fail = (code: string, hint: string) =>
      new GoldpanError(code, `${this.name}: ${messageOf(error)}`, hint, {}, { cause: error })
    if (DAMAGED.test(code)) return fail('store-damaged', 'see the log of the database server')
    if (UNREACHABLE.test(code) || SYSTEM.test(code) || /^(?:timeout|Connection terminated)/.test(error.message))
      return fail('store-unreachable', 'is the server running, and are name, user and password right?')
    return error
  }
}

/** A list of addresses that all failed has no message of its own. */
function messageOf(error: Error): string {
  return error instanceof AggregateError && error.message === '' ? error.errors.map(String).join(', ') : error.message
}

/** Whole numbers are numbers here: none of ours is above 2⁵³. */
function typeParsers(): pg.CustomTypesConfig {
  const parsers = new pg.TypeOverrides()
  parsers.setTypeParser(INT8, 'text', Number)
  parsers.setTypeParser(NUMERIC, 'text', Number) // sums of whole numbers
  parsers.setTypeParser(INT8, 'binary', (bytes: Buffer) => Number(bytes.readBigInt64BE()))
  parsers.setTypeParser(BYTEA, 'binary', (bytes: Buffer) => bytes)
  return parsers
}

function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return 'postgres:'
  const parsed = new URL(url)
  parsed.username = ''
  parsed.password = ''
  parsed.search = ''
  return parsed.href
}
