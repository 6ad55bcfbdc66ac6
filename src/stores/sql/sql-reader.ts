import { setImmediate } from 'node:timers/promises'
import { type CompiledQuery, type Kysely, sql } from 'kysely'
import { GoldpanError } from '../../model/error.ts'
import type { Id } from '../../model/task.ts'
import type { NameField, Query } from '../../query/query.ts'
import type { EntityKind, FacetValue, Page, Project, ProjectCounts, TaskDocument, TaskPlace } from '../store.ts'
import { unknownProject } from '../unknown-project.ts'
import { countsOf, difference, NO_TASKS, sum } from './counts.ts'
import type { SqlDialect } from './key-sources.ts'
import {
  findDriver,
  isFew,
  orderBy,
  PLAN_LIMITS,
  type Plan,
  type PlanLimits,
  planOf,
  planWith,
  type SearchContext,
} from './plan.ts'
import { namesIn, type Search, searchOf } from './search.ts'
import type { NameRow, ProjectRow, Tables, TaskRow } from './tables.ts'
import { type IdColumns, idColumns, idOf, type KeyRange, keysOf, MOST_PROJECTS, STRING_NUMBER } from './task-key.ts'
import { nameKey, WHOLE_PROJECT } from './task-rows.ts'

/** So many values are looked up with one query. */
const SLICE = 500

/** Lists of words are read from their beginning each time: so many times as many tasks are gone through at once. */
const WORDS_TURN = 10

/** A task's row and its id. */
export interface TaskReference extends IdColumns {
  readonly key: number
}

export interface StoredDocument extends IdColumns {
  readonly document: Uint8Array
}

/** Answers from the tables, the same for both databases. */
export class SqlReader {
  readonly #db: Kysely<Tables>
  readonly #dialect: SqlDialect
  readonly #limits: PlanLimits

  constructor(db: Kysely<Tables>, dialect: SqlDialect, limits: PlanLimits = PLAN_LIMITS) {
    this.#db = db
    this.#dialect = dialect
    this.#limits = limits
  }

  async projects(): Promise<Project[]> {
    return (await this.#db.selectFrom('projects').selectAll().orderBy('id').execute()).map(projectOf)
  }

  async project(id: number): Promise<Project | undefined> {
    const row = await this.#db.selectFrom('projects').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? undefined : projectOf(row)
  }

  async get(project: number, id: Id): Promise<Uint8Array | undefined> {
    await this.#need(project)
    const { id_number, id_text } = idColumns(id)
    const row = await this.#db
      .selectFrom('tasks as t')
      .innerJoin('documents as d', 'd.task', 't.key')
      .select('d.document')
      .where('t.project', '=', project)
      .where('t.id_number', '=', id_number)
      .where('t.id_text', '=', id_text)
      .executeTakeFirst()
    return row?.document
  }

  async known(project: number, ids: readonly Id[]): Promise<Set<Id>> {
    await this.#need(project)
    const known = new Set<Id>()
    const find = async (column: 'id_number' | 'id_text', of: readonly Id[], other: Partial<IdColumns>) => {
      for (const some of slices(of.map((id) => idColumns(id)[column]))) {
        const inProject = this.#db.selectFrom('tasks').select(['id_number', 'id_text']).where('project', '=', project)
        const rows = await inProject
          .where((eb) => eb.and(other))
          .where(column, 'in', some)
          .execute()
        for (const row of rows) known.add(idOf(row))
      }
    }
    await find(
      'id_number',
      ids.filter((id) => typeof id === 'number'),
      { id_text: '' },
    )
    await find(
      'id_text',
      ids.filter((id) => typeof id === 'string'),
      { id_number: STRING_NUMBER },
    )
    return known
  }

  async origins(project: number, origins: readonly string[]): Promise<Map<string, Id>> {
    await this.#need(project)
    const ids = new Map<string, Id>()
    for (const some of slices(origins)) {
      const inProject = this.#db.selectFrom('tasks').select(['origin', 'id_number', 'id_text']).where('project', '=', project)
      for (const row of await inProject.where('origin', 'in', some).orderBy('key').execute())
        if (row.origin !== null && !ids.has(row.origin)) ids.set(row.origin, idOf(row))
    }
    return ids
  }

  async find(kind: EntityKind, id: number): Promise<TaskPlace[]> {
    const places =
      kind === 'task'
        ? sql`projects AS e CROSS JOIN tasks AS t WHERE t.project = e.id AND t.id_number = ${id} AND t.id_text = ''`
        : sql`${sql.table(`${kind}s`)} AS e CROSS JOIN tasks AS t CROSS JOIN projects AS p
            WHERE t.key = e.task AND p.id = t.project AND e.id = ${id}`
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

  /** All tasks of a search with their documents, in order of their ids. */
  async documents(project: number, query: Query): Promise<CompiledQuery<StoredDocument>> {
    const { search, context } = await this.#prepare(project, query)
    const plan = await planOf(search, 'id', context)
    return sql<StoredDocument>`
      SELECT t.id_number, t.id_text, stored.document FROM ${plan.from} JOIN documents AS stored ON stored.task = t.key
      WHERE ${plan.where} ORDER BY ${orderBy('id', plan, context)}`.compile(this.#db)
  }

  async list(project: number, query: Query, page: Page): Promise<TaskDocument[]> {
    const { rows } = await this.#db.executeQuery(await this.references(project, query, page))
    const documents = new Map<number, Uint8Array>()
    for (const keys of slices(rows.map(({ key }) => key))) {
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
    if (search.kind === 'none') return NO_TASKS
    if (search.kind === 'all') return countsOf(whole)
    if (search.kind === 'name') return countsOf(search.row)
    if (search.kind === 'not' && search.part.kind === 'name') return difference(countsOf(whole), countsOf(search.part.row))
    const driver = await findDriver(search, 'any', context)
    const isShort = isFew(driver, context) || whole.tasks <= this.#limits.turn
    let counts = NO_TASKS
    for await (const keys of isShort ? [context.keys] : this.#turns(context, hasWords(search) ? WORDS_TURN : 1))
      counts = sum(counts, await this.#counts(planWith(driver, search, 'any', { ...context, keys })))
    return counts
  }

  async #counts({ from, where }: Plan): Promise<ProjectCounts> {
    const { rows } = await sql<Omit<NameRow, 'id'>>`
      SELECT count(*) AS tasks, coalesce(sum(CASE WHEN t.annotations > 0 THEN 1 ELSE 0 END), 0) AS annotated_tasks,
        coalesce(sum(t.annotations), 0) AS annotations, coalesce(sum(t.skipped_annotations), 0) AS skipped_annotations,
        coalesce(sum(t.ground_truths), 0) AS ground_truths, coalesce(sum(t.predictions), 0) AS predictions
      FROM ${from} WHERE ${where}`.execute(this.#db)
    return countsOf(rows[0]!) // an aggregate has always one row
  }

  /** The keys of a project in parts, with a turn for others in between. */
  async *#turns({ keys }: SearchContext, factor: number): AsyncGenerator<KeyRange> {
    const tasks = this.#limits.turn * factor
    for (let { first } = keys; ; ) {
      const { rows } = await sql<{ key: number | null }>`
        SELECT max(key) AS key FROM (SELECT key FROM tasks WHERE key >= ${first} AND key < ${keys.end} ORDER BY key LIMIT ${tasks}) AS part`.execute(
        this.#db,
      )
      const last = rows[0]?.key ?? undefined
      if (last === undefined) return
      yield { ...keys, first, end: last + 1 }
      first = last + 1
      await setImmediate()
    }
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

  /** @throws GoldpanError `project-unknown` */
  async #need(id: number): Promise<void> {
    if ((await this.project(id)) === undefined) throw unknownProject(id)
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
    const keys = keysOf(project)
    const oddTask = this.#db.selectFrom('tasks').select('key').where('key', '>=', keys.odd).where('key', '<', keys.end).limit(1)
    const isPlain = (await oddTask.executeTakeFirst()) === undefined
    return {
      search: searchOf(query, rows),
      context: { project, keys, isPlain, dialect: this.#dialect, db: this.#db, limits: this.#limits },
      whole,
    }
  }
}

function hasWords(search: Search): boolean {
  if (search.kind === 'not') return hasWords(search.part)
  return search.kind === 'and' || search.kind === 'or' ? search.parts.some(hasWords) : search.kind === 'words'
}

interface Prepared {
  readonly search: Search
  readonly context: SearchContext
  readonly whole: NameRow
}

function slices<T>(values: readonly T[]): T[][] {
  const count = Math.ceil(values.length / SLICE)
  return Array.from({ length: count }, (_, k) => values.slice(k * SLICE, (k + 1) * SLICE))
}

export function tooManyProjects(): GoldpanError {
  return new GoldpanError('store-full', `there were ${MOST_PROJECTS} projects`, 'begin another store')
}

export function unknownTask(project: number, id: Id): GoldpanError {
  return new GoldpanError(
    'task-unknown',
    `project ${project} has no task ${id}`,
    '[`goldpan search` lists its tasks || it may have been deleted]',
    {
      task: id,
    },
  )
}

export function projectOf({ created, updated, ...settings }: ProjectRow): Project {
  return { ...settings, createdAt: new Date(created), updatedAt: new Date(updated) }
}
