import type { ByteWriter } from '../json/byte-writer.ts'
import { parseJson } from '../json/node.ts'
import { planSelects, type Selects } from './database-selects.ts'
import { writeRow, writeTaskRow } from './database-values.ts'
import { ANNOTATION, DRAFT, PREDICTION, type TaskPart } from './export-fields.ts'
import type { Row, RowReader, RowValue } from './row-reader.ts'

/** Label Studio's name for the data of a task whose key was not known when it was imported (a text file). */
const UNDEFINED_KEY = '$undefined$'

/** The tasks of one project in the order of their ids, with all that belongs to them, as Label Studio's export writes them. */
export class DatabaseTasks {
  readonly #reader: RowReader
  readonly #project: number
  readonly #dataKey: string | undefined
  readonly #selects: Selects
  #lastId = 0

  private constructor(reader: RowReader, project: number, dataKey: string | undefined, selects: Selects) {
    this.#reader = reader
    this.#project = project
    this.#dataKey = dataKey
    this.#selects = selects
  }

  /** @param config the project's labeling config */
  static async open(reader: RowReader, project: number, config: string): Promise<DatabaseTasks> {
    return new DatabaseTasks(reader, project, firstDataKey(config), await planSelects(reader))
  }

  /** Writes the next tasks, with a comma between two. Gives back how many there were. @param most one or more */
  async write(writer: ByteWriter, most: number): Promise<number> {
    const where = `WHERE project_id = ${this.#project} AND id > ${this.#lastId} ORDER BY id LIMIT ${most}`
    const tasks = await this.#reader.rows(`${this.#selects.tasks} ${where}`)
    if (tasks.length === 0) return 0
    const parts = await this.#readParts(tasks.map(({ id }) => needId(id)))
    for (const [k, task] of tasks.entries()) {
      if (k > 0) writer.text(',\n')
      this.#lastId = needId(task.id)
      const row = { ...task, data: this.#withDataKey(task.data ?? null) }
      writeTaskRow(writer, row, (part) => writePart(writer, part, parts[part].get(this.#lastId) ?? []))
    }
    return tasks.length
  }

  async #readParts(ids: readonly number[]): Promise<Readonly<Record<TaskPart, RowsByTask>>> {
    const read = async (part: TaskPart) => {
      const select = this.#selects[part]
      if (select === undefined) return new Map()
      return groupByTask(await this.#reader.rows(`${select} WHERE task_id IN (${ids.join(', ')}) ORDER BY task_id, id`))
    }
    return {
      annotations: await read('annotations'),
      predictions: await read('predictions'),
      drafts: await read('drafts'),
      comment_authors: await read('comment_authors'),
    }
  }

  /** Label Studio gives {@link UNDEFINED_KEY} the first key of the labeling config whenever it shows or exports a task. */
  #withDataKey(data: RowValue): RowValue {
    const key = this.#dataKey
    if (key === undefined || typeof data !== 'string' || !data.includes(`"${UNDEFINED_KEY}"`)) return data
    const entries = new Map(parseJson(data).entries())
    const unnamed = entries.get(UNDEFINED_KEY)
    if (unnamed === undefined) return data
    entries.delete(UNDEFINED_KEY)
    entries.set(key, unnamed)
    return `{${[...entries].map(([name, node]) => `${JSON.stringify(name)}:${node.text()}`).join(',')}}`
  }
}

/** Rows that belong to tasks, by the ids of these. */
type RowsByTask = ReadonlyMap<number, readonly Row[]>

function groupByTask(rows: readonly Row[]): RowsByTask {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const id = needId(row.task_id)
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [row])
    else group.push(row)
  }
  return groups
}

function writePart(writer: ByteWriter, part: TaskPart, rows: readonly Row[]): void {
  writer.text('[')
  for (const [k, row] of rows.entries()) {
    if (k > 0) writer.text(',')
    switch (part) {
      case 'annotations':
        writeRow(writer, ANNOTATION, row)
        break
      case 'predictions':
        writeRow(writer, PREDICTION, row)
        break
      case 'drafts':
        writeRow(writer, DRAFT, row)
        break
      case 'comment_authors':
        writer.text(String(row.user_id))
    }
  }
  writer.text(']')
}

/** Ids are written into statements, so they must be numbers. */
function needId(value: RowValue | undefined): number {
  const id = Number(value)
  if (!Number.isSafeInteger(id)) throw new Error(`an id is no whole number: ${String(value)}`)
  return id
}

/** Of the first object tag that shows something of a task's data: `text` of `<Text name="t" value="$text"/>`. */
function firstDataKey(config: string): string | undefined {
  return /<\w+\b[^<>]*?\bvalue\s*=\s*["']\$([^"'{}[\].]+)/.exec(config)?.[1]
}
