import type { Query } from '../../query/query.ts'
import { openSqlite } from '../../sql/sqlite.ts'
import type { TaskDocument } from '../store.ts'
import { kyselyOf, SQLITE_DIALECT, valuesOf } from './kysely-sqlite.ts'
import { SqlReader } from './sql-reader.ts'
import { bytesIn, numberIn, textIn } from './sqlite-rows.ts'
import { idOf } from './task-key.ts'

const BATCH_BYTES = 1 << 20

/** Reads through a connection of its own, whose transaction sees nothing of what others write from then on. */
export async function* scanSqlite(
  path: string,
  project: number,
  wanted: Query,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly TaskDocument[]> {
  const database = await openSqlite(path, { readOnly: true })
  try {
    database.exec('BEGIN')
    const query = await new SqlReader(kyselyOf(database), SQLITE_DIALECT).documents(project, wanted)
    let batch: TaskDocument[] = []
    let bytes = 0
    for (const row of database.prepare(query.sql).iterate(...valuesOf(query))) {
      const document = bytesIn(row, 'document')
      batch.push({ id: idOf({ id_number: numberIn(row, 'id_number'), id_text: textIn(row, 'id_text') }), document })
      bytes += document.length
      if (bytes < BATCH_BYTES) continue
      signal?.throwIfAborted()
      yield batch
      batch = []
      bytes = 0
    }
    signal?.throwIfAborted()
    if (batch.length > 0) yield batch
  } finally {
    database.close()
  }
}
