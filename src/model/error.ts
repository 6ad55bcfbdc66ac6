import { type Audience, type MarkedTexts, wordFor } from './wording.ts'

/** Where something is in a user's input: any part may be unknown. Lines and columns count from 1, bytes from 0. */
export interface Where {
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
  readonly byte?: number | undefined
  readonly task?: number | string | undefined
  readonly annotation?: number | string | undefined
  readonly region?: string | undefined
}

/** The run cannot go on. Anything that can is an issue (issue.ts). Always says what to do next; options are called as they are typed. */
export class GoldpanError extends Error {
  readonly code: string
  readonly hint: string
  readonly where: Where
  readonly #marked: MarkedTexts

  /** @param message options and commands in it, and in the hint, are marked as wording.ts says */
  constructor(code: string, message: string, hint: string, where: Where = {}, options?: ErrorOptions) {
    super(wordFor('command-line', message), options)
    this.name = 'GoldpanError'
    this.code = code
    this.hint = wordFor('command-line', hint)
    this.where = where
    this.#marked = { message, hint }
  }

  /** What the constructor was given: all that another thread needs to make the same error. */
  get marked(): MarkedTexts {
    return this.#marked
  }

  /** Message and hint for others than those at a command line, too. */
  wordedFor(audience: Audience): { readonly message: string; readonly hint: string } {
    const { message, hint } = this.#marked
    return { message: wordFor(audience, message), hint: wordFor(audience, hint) }
  }
}

/** `export.json:118:7 (byte 5120), task 42, annotation 7, region a1b2`; empty when nothing is known. */
export function printWhere({ file, line, column, byte, task, annotation, region }: Where): string {
  const parts: string[] = []
  const position = (file === undefined && line === undefined ? [] : [file, line, column])
    .filter((part) => part !== undefined)
    .join(':')
  if (position !== '') parts.push(byte === undefined ? position : `${position} (byte ${byte})`)
  else if (byte !== undefined) parts.push(`byte ${byte}`)
  if (task !== undefined) parts.push(`task ${task}`)
  if (annotation !== undefined) parts.push(`annotation ${annotation}`)
  if (region !== undefined) parts.push(`region ${region}`)
  return parts.join(', ')
}
