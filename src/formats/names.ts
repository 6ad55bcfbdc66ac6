import type { AnyFormat, OptionValue } from './format.ts'

/** The one that a name means: its id or one of its aliases, upper and lower case alike. */
export function findNamed<T extends Pick<AnyFormat, 'id' | 'aliases'>>(formats: readonly T[], name: string): T | undefined {
  const wanted = name.toLowerCase()
  return formats.find(({ id, aliases }) => id === wanted || aliases.some((alias) => alias.toLowerCase() === wanted))
}

/** The options that a name of a format stands for; none for most names, and none for its own: `yolo` is not `YOLO`. */
export function optionsOfName(format: AnyFormat, name: string): Readonly<Record<string, OptionValue>> {
  return ofAlias(format, name, format.aliasOptions)
}

/** The same of how the output is laid out. */
export function outputOfName(format: AnyFormat, name: string): Readonly<Record<string, OptionValue>> {
  return ofAlias(format, name, format.aliasOutput)
}

function ofAlias(
  format: AnyFormat,
  name: string,
  meanings: AnyFormat['aliasOptions'] = {},
): Readonly<Record<string, OptionValue>> {
  if (name === format.id) return {}
  const wanted = name.toLowerCase()
  const alias = Object.entries(meanings).find(([candidate]) => candidate.toLowerCase() === wanted)
  return alias?.[1] ?? {}
}
