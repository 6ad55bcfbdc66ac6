import { type RawBuilder, sql } from 'kysely'
import type { Range } from '../../query/query.ts'
import type { NameSearch, RangeSearch, Search, WordsSearch } from './search.ts'
import type { KeyRange } from './task-key.ts'

/** A piece of SQL with its parameters. */
export type Fragment = RawBuilder<unknown>

/** Where an index lists the tasks that meet a condition; its rows are called `d`. */
export interface KeySource {
  readonly from: Fragment
  readonly key: Fragment
  readonly where: Fragment
}

/** What the databases write differently. */
export interface SqlDialect {
  words(search: WordsSearch, keys: KeyRange): KeySource
  /** Whether a query about `t` has a row. */
  exists(query: Fragment): Fragment
  /** A column that is compared without its index. */
  unindexed(column: Fragment): Fragment
  /** The ids in `t.names`, as a table `j` with the column `value`. */
  readonly splitNames: Fragment
}

/** A condition that an index lists the tasks of. */
export type Listed = NameSearch | RangeSearch | WordsSearch

const TRUE = sql`1 = 1`
const FALSE = sql`1 = 0`

/** The tasks that are looked at: those of a project, or a part of them. */
export interface Searched {
  readonly project: number
  readonly keys: KeyRange
  readonly dialect: SqlDialect
}

/** Undefined for numbers that have no index: how many annotations and predictions a task has. */
export function keySource(search: Listed, { project, keys, dialect }: Searched): KeySource | undefined {
  switch (search.kind) {
    case 'name':
      return { from: sql`task_names AS d`, key: sql`d.task`, where: sql`d.name = ${search.row.id}` }
    case 'words':
      return dialect.words(search, keys)
    case 'range':
      return rangeSource(search, project)
  }
}

function rangeSource({ field, range }: RangeSearch, project: number): KeySource | undefined {
  const of = (from: Fragment, key: Fragment, where: Fragment) => ({ from, key, where: sql`d.project = ${project} AND ${where}` })
  switch (field) {
    case 'id':
      return of(sql`tasks AS d`, sql`d.key`, sql`${within(sql`d.id_number`, wholeRange(range))} AND d.id_text = ''`)
    case 'created':
      return of(sql`tasks AS d`, sql`d.key`, within(sql`d.created`, range))
    case 'updated':
      return of(sql`tasks AS d`, sql`d.key`, within(sql`d.updated`, range))
    case 'score':
      return of(sql`predictions AS d`, sql`d.task`, within(sql`d.score`, range))
    case 'lead-time':
      return of(sql`annotations AS d`, sql`d.task`, within(sql`d.lead_time`, range))
    case 'annotations':
    case 'predictions':
      return undefined
  }
}

/** Whether a task `t` is meant. Never null, so that it can be turned around. @param isFew whether only few tasks are asked */
export function testOf(search: Search, searched: Searched, isFew: boolean): Fragment {
  const { keys, dialect } = searched
  switch (search.kind) {
    case 'all':
      return TRUE
    case 'none':
      return FALSE
    case 'and':
    case 'or': {
      const parts = search.parts.map((part) => testOf(part, searched, isFew))
      return sql`(${sql.join(parts, search.kind === 'and' ? sql` AND ` : sql` OR `)})`
    }
    case 'not':
      return sql`NOT ${testOf(search.part, searched, isFew)}`
    case 'name':
      return dialect.exists(sql`SELECT 1 FROM task_names AS d WHERE d.name = ${search.row.id} AND d.task = t.key`)
    case 'words': {
      const { from, key, where } = dialect.words(search, keys)
      // The list of a word is made once for many tasks; for few it is quicker to look for each.
      return isFew
        ? dialect.exists(sql`SELECT 1 FROM ${from} WHERE ${where} AND ${key} = t.key`)
        : sql`t.key IN (SELECT ${key} FROM ${from} WHERE ${where})`
    }
    case 'range':
      return rangeTest(search, dialect)
  }
}

function rangeTest({ field, range }: RangeSearch, { exists, unindexed }: SqlDialect): Fragment {
  switch (field) {
    case 'score':
      return exists(sql`SELECT 1 FROM predictions AS d WHERE d.task = t.key AND ${within(unindexed(sql`d.score`), range)}`)
    case 'lead-time':
      return exists(sql`SELECT 1 FROM annotations AS d WHERE d.task = t.key AND ${within(unindexed(sql`d.lead_time`), range)}`)
    case 'id':
      return sql`(${within(sql`t.id_number`, wholeRange(range))} AND t.id_text = '')`
    case 'created':
      return sql`(${within(unindexed(sql`t.created`), range)})`
    case 'updated':
      return sql`(${within(unindexed(sql`t.updated`), range)})`
    case 'annotations':
      return sql`(${within(sql`t.annotations`, wholeRange(range))})`
    case 'predictions':
      return sql`(${within(sql`t.predictions`, wholeRange(range))})`
  }
}

/** The same whole numbers, between bounds that are whole: PostgreSQL compares no other ones with a column of such. */
function wholeRange({ from, to, isFromIncluded, isToIncluded }: Range): Range {
  return {
    from: from === Number.NEGATIVE_INFINITY ? from : clamped(isFromIncluded ? Math.ceil(from) : Math.floor(from) + 1),
    to: to === Number.POSITIVE_INFINITY ? to : clamped(isToIncluded ? Math.floor(to) : Math.ceil(to) - 1),
    isFromIncluded: true,
    isToIncluded: true,
  }
}

/** All columns lie between these; a bound beyond them stays beyond. */
function clamped(bound: number): number {
  return Math.max(-(2 ** 53), Math.min(2 ** 53, bound))
}

function within(column: Fragment, { from, to, isFromIncluded, isToIncluded }: Range): Fragment {
  const bounds = [sql`${column} IS NOT NULL`]
  if (from !== Number.NEGATIVE_INFINITY) bounds.push(isFromIncluded ? sql`${column} >= ${from}` : sql`${column} > ${from}`)
  if (to !== Number.POSITIVE_INFINITY) bounds.push(isToIncluded ? sql`${column} <= ${to}` : sql`${column} < ${to}`)
  return sql.join(bounds, sql` AND `)
}
