import { type Kysely, sql } from 'kysely'
import type { PageOrder } from '../store.ts'
import { type Fragment, type KeySource, keySource, type Searched, testOf } from './key-sources.ts'
import type { Search } from './search.ts'
import type { Tables } from './tables.ts'

/** What a plan depends on; tests plan with others. */
export interface PlanLimits {
  /** So many tasks are put in order in no time. */
  readonly few: number
  /** So many texts are looked into one by one before it is quicker to go through all that have the words. */
  readonly looks: number
  /** So many tasks are gone through before others have their turn, where a database answers in this thread. */
  readonly turn: number
}
export const PLAN_LIMITS: PlanLimits = { few: 5000, looks: 300, turn: 10_000 }
/** Stands for a number that is not known, but large. */
const MANY = Number.MAX_SAFE_INTEGER

export interface SearchContext extends Searched {
  /** All ids of the project are keys, so that the keys have their order. */
  readonly isPlain: boolean
  readonly db: Kysely<Tables>
  readonly limits: PlanLimits
}

/** Where the tasks `t` of a search are read from. */
export interface Plan {
  readonly from: Fragment
  readonly where: Fragment
  /** Columns that have the order of ids, as far as possible in the order that the rows come anyway. */
  readonly ids: readonly Fragment[]
}

/** A part of a search that indexes list the tasks of. */
export interface Driver {
  readonly part: Search
  readonly sources: readonly KeySource[]
  readonly tasks: number
}

const ID_COLUMNS = [sql`t.id_number`, sql`t.id_text`]

/**
 * Decides how a search is answered. How many tasks have a label is known, and what is not known is counted up to a limit, so nothing is guessed:
 * 1. The rarest of the conditions that all have to hold lists its tasks, and the others are looked up: when it lists few, or in the order wanted.
 * 2. Else all tasks are read in the order wanted, so that a page is full soon.
 */
export async function planOf(search: Search, order: PageOrder | 'any', context: SearchContext): Promise<Plan> {
  return planWith(await findDriver(search, order, context), search, order, context)
}

/** What {@link planWith} begins with. */
export function findDriver(search: Search, order: PageOrder | 'any', context: SearchContext): Promise<Driver | undefined> {
  return driverOf(search, isByKey(order, context), context)
}

/** Whether so few tasks are looked at that it takes no time. */
export function isFew(driver: Driver | undefined, { limits }: Pick<SearchContext, 'limits'>): boolean {
  return driver !== undefined && driver.tasks <= limits.few
}

/** The plan for the tasks whose keys the context has. */
export function planWith(driver: Driver | undefined, search: Search, order: PageOrder | 'any', context: SearchContext): Plan {
  const { project, isPlain, limits } = context
  const hasFewLooks = driver !== undefined && driver.tasks <= limits.looks
  const part = driver?.part
  const isListed = part?.kind === 'name' || part?.kind === 'words' // in order of the keys, each once
  const source = isListed && (isFew(driver, context) || isByKey(order, context)) ? keySource(part, context) : undefined
  if (part !== undefined && source !== undefined) {
    const rest = testOf(without(part, search), context, hasFewLooks)
    return {
      from: sql`${source.from} CROSS JOIN tasks AS t`,
      where: sql`${source.where} AND ${among(source.key, context)} AND t.key = ${source.key} AND ${rest}`,
      ids: isPlain ? [source.key] : ID_COLUMNS,
    }
  }
  const test = testOf(search, context, hasFewLooks)
  return { from: sql`tasks AS t`, where: sql`${rangeOf(driver, project, order, context)} AND ${test}`, ids: ID_COLUMNS }
}

/** The tasks that are tested. */
function rangeOf(driver: Driver | undefined, project: number, order: PageOrder | 'any', context: SearchContext): Fragment {
  if (driver === undefined || !isFew(driver, context))
    return order === 'any' ? among(sql`t.key`, context) : sql`t.project = ${project}`
  const lists = driver.sources.map(({ from, key, where }) => sql`SELECT ${key} FROM ${from} WHERE ${where}`)
  return sql`t.key IN (${sql.join(lists, sql` UNION `)})`
}

function among(key: Fragment, { keys: { first, end } }: SearchContext): Fragment {
  return sql`${key} >= ${first} AND ${key} < ${end}`
}

function isByKey(order: PageOrder | 'any', { isPlain }: SearchContext): boolean {
  return order === 'any' || (isPlain && (order === 'id' || order === '-id'))
}

export function orderBy(order: PageOrder, { ids }: Plan, { isPlain }: SearchContext): Fragment {
  const isDown = order.startsWith('-')
  const byId = (columns: readonly Fragment[]) => columns.map((column) => (isDown ? sql`${column} DESC` : column))
  const byDate = (date: Fragment) => [
    isDown ? sql`${date} DESC NULLS LAST` : sql`${date} ASC NULLS FIRST`,
    ...byId(isPlain ? [sql`t.key`] : ID_COLUMNS), // the index of the dates ends with the key
  ]
  switch (order) {
    case 'id':
    case '-id':
      return sql.join(byId(ids))
    case 'created':
    case '-created':
      return sql.join(byDate(sql`t.created`))
    case 'updated':
    case '-updated':
      return sql.join(byDate(sql`t.updated`))
  }
}

/**
 * Of conditions that all have to hold, the one with the fewest tasks; of alternatives, all together. Undefined where an index is missing or lists many
 * tasks in no order.
 */
async function driverOf(part: Search, isInOrder: boolean, context: SearchContext): Promise<Driver | undefined> {
  switch (part.kind) {
    case 'all':
    case 'none':
    case 'not':
      return undefined
    case 'and':
      return rarestOf(part.parts, isInOrder, context)
    case 'or': {
      let all: Driver = { part, sources: [], tasks: 0 }
      for (const one of part.parts) {
        const driver = await driverOf(one, false, context)
        if (driver === undefined) return undefined
        all = { part, sources: [...all.sources, ...driver.sources], tasks: all.tasks + driver.tasks }
      }
      return all
    }
    case 'name':
    case 'words':
    case 'range': {
      const source = keySource(part, context)
      if (source === undefined) return undefined
      if (part.kind === 'name') return { part, sources: [source], tasks: part.row.tasks }
      if (part.kind === 'range' && part.field === 'id' && isInOrder) return undefined // reading in order of ids begins and ends there by itself
      if (part.kind === 'words' && isInOrder) return { part, sources: [source], tasks: MANY } // nobody needs to know
      const tasks = await countUpToFew(source, context)
      if (tasks <= context.limits.few) return { part, sources: [source], tasks }
      return part.kind === 'words' ? { part, sources: [source], tasks: MANY } : undefined
    }
  }
}

/**
 * The condition whose tasks are gone through, so that the others are looked up for each. Names, whose tasks are counted already, come first;
 * ranges are counted only when there is nothing better.
 */
async function rarestOf(parts: readonly Search[], isInOrder: boolean, context: SearchContext): Promise<Driver | undefined> {
  const { few, looks } = context.limits
  const effort = ({ part, tasks }: Driver) => (part.kind === 'words' ? Math.min(tasks, looks + 1) : tasks)
  let rarest: Driver | undefined
  for (const part of parts.toSorted((left, right) => RANKS[left.kind] - RANKS[right.kind])) {
    if (rarest !== undefined && part.kind !== 'name' && effort(rarest) <= (part.kind === 'words' ? looks : few)) break
    const driver = await driverOf(part, isInOrder, context)
    if (driver !== undefined && (rarest === undefined || effort(driver) < effort(rarest))) rarest = driver
  }
  return rarest
}

const RANKS: Readonly<Record<Search['kind'], number>> = { name: 0, words: 1, range: 2, or: 3, and: 3, not: 3, all: 3, none: 3 }

async function countUpToFew({ from, where }: KeySource, { db, limits }: SearchContext): Promise<number> {
  const listed = sql`SELECT 1 FROM ${from} WHERE ${where} LIMIT ${limits.few + 1}`
  const { rows } = await sql<{ tasks: number }>`SELECT count(*) AS tasks FROM (${listed}) AS few`.execute(db)
  return rows[0]?.tasks ?? 0
}

/** What remains of a search when it is known that a part holds, which is all of it or one of its conditions. */
function without(part: Search, search: Search): Search {
  if (part === search) return { kind: 'all' }
  return search.kind === 'and' ? { kind: 'and', parts: search.parts.filter((other) => other !== part) } : search
}
