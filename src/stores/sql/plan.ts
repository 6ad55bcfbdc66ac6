import { type Kysely, sql } from 'kysely'
import type { PageOrder } from '../store.ts'
import { type Fragment, type KeySource, keySource, type SqlDialect, testOf } from './key-sources.ts'
import type { Search } from './search.ts'
import type { Tables } from './tables.ts'

/** So many tasks are put in order in no time. */
const FEW = 5000
/** What words that more than a few texts have are taken for; how many these are is not counted. */
const MANY = 50_000

export interface SearchContext {
  readonly project: number
  /** All ids of the project are keys, so that the keys have their order. */
  readonly isPlain: boolean
  readonly dialect: SqlDialect
  readonly db: Kysely<Tables>
}

/** Where the tasks `t` of a search are read from. */
export interface Plan {
  readonly from: Fragment
  readonly where: Fragment
  /** Columns that have the order of ids, as far as possible in the order that the rows come anyway. */
  readonly ids: readonly Fragment[]
}

/** A part of a search that indexes list the tasks of. */
interface Driver {
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
  const { project, isPlain, dialect } = context
  const driver = await driverOf(search, context)
  const isFew = driver !== undefined && driver.tasks <= FEW
  const isInOrder = order === 'any' || (isPlain && (order === 'id' || order === '-id'))
  const [source] = driver?.sources ?? []
  const isListed = driver?.part.kind === 'name' || driver?.part.kind === 'words' // in order of the keys, each once
  if (driver !== undefined && source !== undefined && isListed && (isFew || isInOrder)) {
    const rest = testOf(without(driver.part, search), project, dialect, isFew)
    return {
      from: sql`${source.from} CROSS JOIN tasks AS t`,
      where: sql`${source.where} AND t.key = ${source.key} AND ${rest}`,
      ids: isPlain ? [source.key] : ID_COLUMNS,
    }
  }
  const test = testOf(search, project, dialect, isFew)
  const lists = driver?.sources.map(({ from, key, where }) => sql`SELECT ${key} FROM ${from} WHERE ${where}`) ?? []
  const range = isFew ? sql`t.key IN (${sql.join(lists, sql` UNION `)})` : sql`t.project = ${project}`
  return { from: sql`tasks AS t`, where: sql`${range} AND ${test}`, ids: ID_COLUMNS }
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

/** Of conditions that all have to hold, the one with the fewest tasks; of alternatives, all together. Undefined where an index is missing. */
async function driverOf(part: Search, context: SearchContext): Promise<Driver | undefined> {
  switch (part.kind) {
    case 'all':
    case 'none':
    case 'not':
      return undefined
    case 'and':
      return rarestOf(part.parts, context)
    case 'or': {
      let all: Driver = { part, sources: [], tasks: 0 }
      for (const one of part.parts) {
        const driver = await driverOf(one, context)
        if (driver === undefined) return undefined
        all = { part, sources: [...all.sources, ...driver.sources], tasks: all.tasks + driver.tasks }
      }
      return all
    }
    case 'name':
    case 'words':
    case 'range': {
      const source = keySource(part, context.project, context.dialect)
      if (source === undefined) return undefined
      const tasks = part.kind === 'name' ? part.row.tasks : await countUpToFew(source, context)
      if (part.kind === 'name' || tasks <= FEW) return { part, sources: [source], tasks }
      return part.kind === 'words' ? { part, sources: [source], tasks: MANY } : undefined // a range lists its tasks in no order
    }
  }
}

/** Nothing is counted any more once one with few is found; names, whose tasks are counted already, come first. */
async function rarestOf(parts: readonly Search[], context: SearchContext): Promise<Driver | undefined> {
  let rarest: Driver | undefined
  for (const part of parts.toSorted((left, right) => Number(right.kind === 'name') - Number(left.kind === 'name'))) {
    if (rarest !== undefined && rarest.tasks <= FEW && part.kind !== 'name') break
    const driver = await driverOf(part, context)
    if (driver !== undefined && driver.tasks < (rarest?.tasks ?? Number.POSITIVE_INFINITY)) rarest = driver
  }
  return rarest
}

async function countUpToFew({ from, where }: KeySource, { db }: SearchContext): Promise<number> {
  const listed = sql`SELECT 1 FROM ${from} WHERE ${where} LIMIT ${FEW + 1}`
  const { rows } = await sql<{ tasks: number }>`SELECT count(*) AS tasks FROM (${listed}) AS few`.execute(db)
  return rows[0]?.tasks ?? 0
}

/** What remains of a search when it is known that a part holds, which is all of it or one of its conditions. */
function without(part: Search, search: Search): Search {
  if (part === search) return { kind: 'all' }
  return search.kind === 'and' ? { kind: 'and', parts: search.parts.filter((other) => other !== part) } : search
}
