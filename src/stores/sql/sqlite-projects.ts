import type { Project, ProjectSettings } from '../store.ts'
import { unknownProject } from '../unknown-project.ts'
import { projectOf, tooManyProjects } from './sql-reader.ts'
import { numberIn, textIn } from './sqlite-rows.ts'
import type { SqliteSession } from './sqlite-session.ts'
import type { SqliteWriter } from './sqlite-writer.ts'
import { MOST_PROJECTS } from './task-key.ts'
import { storableText, WHOLE_PROJECT } from './task-rows.ts'

const SQL = {
  get: 'SELECT * FROM projects WHERE id = ?',
  add: 'INSERT INTO projects VALUES (?, ?, ?, ?, ?, ?, ?)',
  change: 'UPDATE projects SET title = ?, description = ?, config = ?, extra = ?, updated = ? WHERE id = ?',
  reserve: 'UPDATE counters SET next = next + ? WHERE kind = ? RETURNING next',
  remove: 'DELETE FROM projects WHERE id = ?',
}

/** Writes projects. Whoever calls it has begun a transaction, and ends it. */
export class SqliteProjects {
  readonly #session: SqliteSession
  readonly #writer: SqliteWriter

  constructor(session: SqliteSession, writer: SqliteWriter) {
    this.#session = session
    this.#writer = writer
  }

  /** @throws GoldpanError `project-unknown` */
  need(id: number): Project {
    const row = this.#session.statement(SQL.get).get(id)
    if (row === undefined) throw unknownProject(id)
    const text = (column: keyof ProjectSettings) => textIn(row, column)
    return projectOf({
      ...{ id, title: text('title'), description: text('description'), config: text('config'), extra: text('extra') },
      ...{ created: numberIn(row, 'created'), updated: numberIn(row, 'updated') },
    })
  }

  create({ title, description, config, extra }: ProjectSettings, at: Date): Project {
    const id = this.reserve('project', 1)
    if (id > MOST_PROJECTS) throw tooManyProjects()
    const texts = [title, description, config, extra].map(storableText)
    this.#session.statement(SQL.add).run(id, ...texts, at.getTime(), at.getTime())
    this.#writer.nameId(id, WHOLE_PROJECT)
    return this.need(id)
  }

  change(id: number, changes: Partial<ProjectSettings>, at: Date): Project {
    const { title, description, config, extra } = { ...this.need(id), ...changes }
    this.#session.statement(SQL.change).run(...[title, description, config, extra].map(storableText), at.getTime(), id)
    return this.need(id)
  }

  /** The project alone: what belongs to it is nobody's from then on. */
  delete(id: number): void {
    this.need(id)
    this.#session.statement(SQL.remove).run(id)
  }

  /** @returns the first of the numbers */
  reserve(kind: string, count: number): number {
    const row = this.#session.statement(SQL.reserve).get(count, kind) ?? {}
    return numberIn(row, 'next') - count
  }
}
