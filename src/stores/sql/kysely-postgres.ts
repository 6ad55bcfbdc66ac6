import { Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely'
import type { SqlDialect } from './key-sources.ts'
import type { Tables } from './tables.ts'

/** Letters of a word that are looked up in the index, whose words have at most 2046 bytes. */
const LEXEME = 500
/** Bytes of all different words of a text; an index row holds at most a mebibyte. */
const LEXEMES = 900_000

export function kyselyOf(pool: PostgresPool): Kysely<Tables> {
  return new Kysely({ dialect: new PostgresDialect({ pool }) })
}

/** The index tells which texts have the words at all; that they stand behind each other is seen in the text. */
export const POSTGRES_DIALECT: SqlDialect = {
  words: ({ phrases }, { first, end }) => {
    const lexemes = phrases.flatMap(({ words, isPrefix }) =>
      words.map((word, k) => `${quoted(word)}${isPrefix && k === words.length - 1 ? ':*' : ''}`),
    )
    const isSeenInText = phrases.some(({ words }) => words.length > 1 || words.some((word) => word.length > LEXEME))
    const inText = sql.join(
      phrases.map(({ words, isPrefix }) => sql`strpos(d.words, ${` ${words.join(' ')}${isPrefix ? '' : ' '}`}) > 0`),
      sql` AND `,
    )
    const inIndex = sql`d.lexemes @@ ${lexemes.join(' & ')}::tsquery`
    const isFound = isSeenInText
      ? sql`((${inIndex} OR d.lexemes IS NULL) AND ${inText})`
      : sql`(${inIndex} OR d.lexemes IS NULL AND ${inText})`
    return { from: sql`texts AS d`, key: sql`d.task`, where: sql`${isFound} AND d.task >= ${first} AND d.task < ${end}` }
  },
  exists: (query) => sql`EXISTS (${query})`,
  unindexed: (column) => column, // it keeps statistics and chooses well
  splitNames: sql`unnest(string_to_array(t.names, ',')::bigint[]) AS j (value)`,
}

/** The columns `words` and `lexemes`; of texts with too many words they are looked for in the text alone. */
export function textColumns(words: readonly string[]): { readonly words: string; readonly lexemes: string | null } {
  const lexemes = [...new Set(words)].map(quoted).join(' ')
  return { words: ` ${words.join(' ')} `, lexemes: Buffer.byteLength(lexemes) > LEXEMES ? null : lexemes }
}

/** Words have letters and digits only. */
function quoted(word: string): string {
  return `'${[...word].slice(0, LEXEME).join('')}'`
}
