import { type CompiledQuery, type Kysely, sql } from 'kysely'
import { GoldpanError } from '../../model/error.ts'
import type { Id } from '../../model/task.ts'
import type { NameField, Query } from '../../query/query.ts'
import type { EntityKind, FacetValue, Page, Project, ProjectCounts, TaskDocument, TaskPlace } from '../store.ts'
import type { SqlDialect } from './key-sources.ts'
import { orderBy, planOf, type SearchContext } from './plan.ts'
import { namesIn, type Search, searchOf } from './search.ts'
import type { NameRow, ProjectRow, Tables, TaskRow } from './tables.ts'
import { type IdColumns, idOf, keysOf } from './task-key.ts'
import { nameKey, WHOLE_PROJECT } from './task-rows.ts'

/** So many documents are read with one query. */
const DOCUMENTS = 500

/** A task's row and its id. */
export interface TaskReference extends IdColumns {
  readonly key: number
}

/** Answers from the tables, the same for both databases. */
export class SqlReader {
  readonly #db: Kysely<Tables>
  readonly #dialect: SqlDialect

  constructor(db: Kysely<Tables>, dialect: SqlDialect) {
    this.#db = db
    this.#dialect = dialect
  }

  async projects(): Promise<Project[]> {
    return (await this.#db.selectFrom('projects').selectAll().orderBy('id').execute()).map(projectOf)
  }

  async project(id: number): Promise<Project | undefined> {
    const row = await this.#db.selectFrom('projects').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? undefined : projectOf(row)
  }

  /** @throws GoldpanError `project-unknown` */
  async needProject(id: number): Promise<Project> {
    const project = await this.project(id)
    if (project === undefined) throw unknownProject(id)
    return project
  }

  async find(kind: EntityKind, id: number): Promise<TaskPlace[]> {
    const places =
      kind === 'task'
        ? sql`projects AS e CROSS JOIN tasks AS t WHERE t.project = e.id AND t.id_number = ${id} AND t.id_text = ''`
        : sql`${sql.table(`${kind}s`)} AS e CROSS JOIN tasks AS t WHERE t.key = e.task AND e.id = ${id}`
    const { rows } = await sql<Pick<TaskRow, 'project' | keyof IdColumns>>`
      SELECT DISTINCT t.project, t.id_number, t.id_text FROM ${places} ORDER BY 1, 2, 3`.execute(this.#db)
    return rows.map((row) => ({ project: row.project, task: idOf(row) }))
  }

  /** The tasks of a search, without their documents; `page` undefined: all of them in order of their ids. */
  async references(project: number, query: Query, page?: Page): Promise<CompiledQuery<TaskReference>> {
    const { search, context } = await this.#prepare(project, query)
    const plan = await planOf(search, page?.order ?? 'id', context)
    const limit = page === undefined ? sql`` : sql`LIMIT ${page.limit} OFFSET ${page.offset}`
    const order = orderBy(page?.order ?? 'id', plan, context)
    return sql<TaskReference>`
      SELECT t.key, t.id_number, t.id_text FROM ${plan.from} WHERE ${plan.where} ORDER BY ${order} ${limit}`.compile(this.#db)
  }

  async list(project: number, query: Query, page: Page): Promise<TaskDocument[]> {
    const { rows } = await this.#db.executeQuery(await this.references(project, query, page))
    const documents = new Map<number, Uint8Array>()
    for (let start = 0; start < rows.length; start += DOCUMENTS) {
      const keys = rows.slice(start, start + DOCUMENTS).map(({ key }) => key)
      const some = await this.#db.selectFrom('documents').selectAll().where('task', 'in', keys).execute()
      for (const { task, document } of some) documents.set(task, document)
    }
    return rows.flatMap((row) => {
      const document = documents.get(row.key)
      return document === undefined ? [] : [{ id: idOf(row), document }] // deleted since
    })
  }

  async count(project: number, query: Query): Promise<ProjectCounts> {
    const { search, context, whole } = await this.#prepare(project, query)
    if (search.kind === 'all') return countsOf(whole)
    if (search.kind === 'name') return countsOf(search.row)
    const { from, where } = await planOf(search, 'any', context)
    const { rows } = await sql<Omit<NameRow, 'id'>>`
      SELECT count(*) AS tasks, coalesce(sum(CASE WHEN t.annotations > 0 THEN 1 ELSE 0 END), 0) AS annotated_tasks,
        coalesce(sum(t.annotations), 0) AS annotations, coalesce(sum(t.skipped_annotations), 0) AS skipped_annotations,
        coalesce(sum(t.ground_truths), 0) AS ground_truths, coalesce(sum(t.predictions), 0) AS predictions
      FROM ${from} WHERE ${where}`.execute(this.#db)
    return countsOf(rows[0]!) // an aggregate has always one row
  }

  async facet(project: number, query: Query, field: NameField, limit: number): Promise<readonly FacetValue[]> {
    const { search, context } = await this.#prepare(project, query)
    const { from, where } = search.kind === 'all' ? { from: undefined, where: undefined } : await planOf(search, 'any', context)
    const counted =
      from === undefined
        ? sql`SELECT n.value, n.tasks FROM names AS n WHERE n.project = ${project} AND n.field = ${field} AND n.tasks > 0`
        : sql`SELECT n.value, count(*) AS tasks FROM ${from} CROSS JOIN ${this.#dialect.splitNames} CROSS JOIN names AS n
            WHERE ${where} AND n.id = j.value AND n.field = ${field} GROUP BY n.id, n.value`
    const { rows } = await sql<FacetValue>`${counted} ORDER BY tasks DESC, n.value LIMIT ${limit}`.execute(this.#db)
    return rows
  }

  async #prepare(project: number, query: Query): Promise<Prepared> {
    const names = [WHOLE_PROJECT, ...namesIn(query)]
    const found = await this.#db
      .selectFrom('names')
      .selectAll()
      .where('project', '=', project)
      .where((eb) => eb.or(names.map(({ field, value }) => eb.and([eb('field', '=', field), eb('value', '=', value)]))))
      .execute()
    const rows = new Map(found.map((row) => [nameKey(row), row]))
    const whole = rows.get(nameKey(WHOLE_PROJECT))
    if (whole === undefined) throw unknownProject(project)
    const { odd, end } = keysOf(project)
    const oddTask = this.#db.selectFrom('tasks').select('key').where('key', '>=', odd).where('key', '<', end).limit(1)
    const isPlain = (await oddTask.executeTakeFirst()) === undefined
    return { search: searchOf(query, rows), context: { project, isPlain, dialect: this.#dialect, db: this.#db }, whole }
  }
}

interface Prepared {
  readonly search: Search
  readonly context: SearchContext
  readonly whole: NameRow
}

export function unknownProject(id: number): GoldpanError {
  return new GoldpanError('project-unknown', `there is no project ${id}`, '`goldpan projects` lists those that are there')
}

export function unknownTask(project: number, id: Id): GoldpanError {
  return new GoldpanError('task-unknown', `project ${project} has no task ${id}`, '`goldpan search` lists its tasks', {
    task: id,
  })
}

export function projectOf({ created, updated, ...settings }: ProjectRow): Project {
  return { ...settings, createdAt: new Date(created), updatedAt: new Date(updated) }
}

function countsOf(row: Omit<NameRow, 'id' | 'project' | 'field' | 'value'>): ProjectCounts {
  return {
    tasks: row.tasks,
    annotatedTasks: row.annotated_tasks,
    annotations: row.annotations,
    skippedAnnotations: row.skipped_annotations,
    groundTruths: row.ground_truths,
    predictions: row.predictions,
  }
}
