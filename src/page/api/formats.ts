import { ask } from './client.ts'
import { boolean, list, object, optional, record, type Shape, type Shaped, text } from './shape.ts'

/** What an option of a format or of the selection may be. */
export type Value = string | number | boolean
export type Values = Readonly<Record<string, Value>>

export const value: Shape<Value> = (given, path) => {
  if (typeof given === 'number' || typeof given === 'boolean') return given
  return text(given, path)
}

/** What may be said of an export: its default, the only values it takes, what it does. */
export interface OptionKind {
  readonly default: Value
  readonly choices?: readonly string[] | undefined
  readonly help: string
}

export const OPTION: Shape<OptionKind> = object({ default: value, choices: optional(list(text)), help: text })

export const FORMAT = object({
  /** As the API and the command line call it. */
  id: text,
  title: text,
  description: text,
  link: text,
  /** The kinds of project it is for. */
  subjects: list(text),
  /** The one file it writes; otherwise it writes several. */
  file: optional(text),
  options: record(OPTION),
  disabled: optional(boolean),
  /** Why it has nothing to write here. */
  reason: optional(text),
})
export type FormatAnswer = Shaped<typeof FORMAT>

/** Those that suit the project first. Names of Label Studio that mean the same format are one. */
export async function listFormats(project: number, signal: AbortSignal): Promise<readonly FormatAnswer[]> {
  const formats = await ask(`/api/projects/${project}/export/formats`, list(FORMAT), { signal })
  return formats.filter(({ id }, k) => formats.findIndex((one) => one.id === id) === k)
}
