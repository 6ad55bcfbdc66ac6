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
  words: ({ words, isPrefix }, { first, end }) => {
    const lexemes = words.map((word, k) => `${quoted(word)}${isPrefix && k === words.length - 1 ? ':*' : ''}`)
    const isSeenInText = words.length > 1 || words.some((word) => word.length > LEXEME)
    const phrase = ` ${words.join(' ')}${isPrefix ? '' : ' '}`
    const hasPhrase = sql`strpos(d.words, ${phrase}) > 0`
    return {
      from: sql`texts AS d`,
      key: sql`d.task`,
      where: sql`(d.lexemes @@ ${lexemes.join(' & ')}::tsquery ${isSeenInText ? sql`AND ${hasPhrase}` : sql``} OR d.lexemes IS NULL AND ${hasPhrase})
        AND d.task >= ${first} AND d.task < ${end}`,
    }
  },
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
