import pg from 'pg'

const databases: string[] = []

/** The URL of an empty database. @param options of `CREATE DATABASE` */
export async function newDatabase(options = ''): Promise<string> {
  const name = `goldpan_test_${process.pid}_${databases.length}`
  databases.push(name)
  await run(serverUrl(), `CREATE DATABASE ${name} ${options}`)
  const url = new URL(serverUrl())
  url.pathname = name
  return url.href
}

export async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** Of this process. */
export async function dropDatabases(): Promise<void> {
  for (const name of databases.splice(0)) await run(serverUrl(), `DROP DATABASE ${name} WITH (FORCE)`)
}

/** What scripts/find-postgres.mjs prints. */
export function serverUrl(): string {
  const { GOLDPAN_POSTGRES } = process.env
  if (GOLDPAN_POSTGRES === undefined) throw new Error('set GOLDPAN_POSTGRES to what scripts/find-postgres.mjs prints')
  return GOLDPAN_POSTGRES
}
