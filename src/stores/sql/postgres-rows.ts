import { once } from 'node:events'
import type pg from 'pg'
import { from } from 'pg-copy-streams'
import type { IndexedTask } from '../store.ts'
import { textColumns } from './kysely-postgres.ts'
import { idColumns } from './task-key.ts'
import { annotationRows, predictionRows, sumsOf } from './task-rows.ts'

type Row = readonly (string | number | Uint8Array | null)[]

/** The rows of new tasks, which are copied table by table: tasks first, for the others refer to them. */
export class PostgresRows {
  readonly #tables = {
    tasks: [] as Row[],
    documents: [] as Row[],
    annotations: [] as Row[],
    predictions: [] as Row[],
    task_names: [] as Row[],
    texts: [] as Row[],
  }

  add(project: number, key: number, task: IndexedTask, names: readonly number[], origin: string | null): void {
    const { facts } = task
    const { id_number, id_text } = idColumns(task.id)
    const { annotations, skipped_annotations, ground_truths, predictions } = sumsOf(facts)
    this.#tables.tasks.push([
      ...[key, project, id_number, id_text, facts.createdAt ?? null, facts.updatedAt ?? null],
      ...[annotations, skipped_annotations, ground_truths, predictions, names.join(','), origin],
    ])
    this.#tables.documents.push([key, task.document])
    for (const row of annotationRows(project, key, facts))
      this.#tables.annotations.push([
        ...[row.task, row.position, row.project, row.id, row.was_cancelled, row.ground_truth, row.lead_time, row.updated],
      ])
    for (const row of predictionRows(project, key, facts))
      this.#tables.predictions.push([row.task, row.position, row.project, row.id, row.model, row.score])
    for (const name of names) this.#tables.task_names.push([name, key])
    const { words, lexemes } = textColumns(facts.words)
    if (facts.words.length > 0) this.#tables.texts.push([key, words, lexemes])
  }

  async copy(client: pg.PoolClient): Promise<void> {
    for (const [table, rows] of Object.entries(this.#tables)) {
      if (rows.length === 0) continue
      const stream = client.query(from(`COPY ${table} FROM STDIN`))
      const done = once(stream, 'finish') // or fails with what the database says
      stream.end(rows.map((row) => `${row.map(printValue).join('\t')}\n`).join(''))
      await done
    }
  }
}

/** As the text format has it, https://www.postgresql.org/docs/current/sql-copy.html */
function printValue(value: Row[number]): string {
  if (value === null) return '\\N'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value.replace(/[\\\n\r\t]/g, (sign) => ESCAPES.get(sign) ?? sign)
  return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])
