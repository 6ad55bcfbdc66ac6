import type { OptionDefinition, Options, OptionTable, OptionValue } from '../formats/format.ts'
import { GoldpanError } from '../model/error.ts'
import { nearest } from '../model/nearest.ts'

/**
 * Values for a whole option table: the given ones, checked, and defaults for the rest. Strings are read as the option's own kind,
 * so that flags, request parameters and form fields all fit.
 * @param given keys in camelCase or as on the command line (`split-tokens`)
 * @throws GoldpanError `option-unknown` with the nearest name, `option-invalid`
 */
export function parseOptions<O extends OptionTable>(
  table: O,
  given: Readonly<Record<string, OptionValue>>,
  owner: string,
): Options<O> {
  const values: Record<string, OptionValue> = {}
  for (const [name, definition] of Object.entries(table)) values[name] = definition.default
  for (const [key, value] of Object.entries(given)) {
    const name = toCamelCase(key)
    needKnown([name], Object.keys(table), owner)
    values[name] = parseValue(name, table[name]!, value)
  }
  return values as Options<O> // every key of the table was set above, to a value of its kind
}

/** @throws GoldpanError `option-unknown` with the nearest name for the first name that is not among the known ones */
export function needKnown(names: readonly string[], known: readonly string[], owner: string): void {
  for (const name of names) if (!known.includes(name)) throw unknownOption(name, known, owner)
}

/** `splitTokens` as `--split-tokens`. */
export function toFlag(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** `splitTokens` in the text of an error, see model/wording.ts. */
export function markOption(name: string): string {
  return `[${toFlag(name)}]`
}

function parseValue(name: string, { default: standard, choices }: OptionDefinition, value: OptionValue): OptionValue {
  const text = String(value)
  if (typeof standard === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true'
    throw invalidOption(name, text, 'true or false')
  }
  if (typeof standard === 'number') {
    const number = text.trim() === '' ? Number.NaN : Number(text)
    if (Number.isFinite(number)) return number
    throw invalidOption(name, text, 'a number')
  }
  if (choices === undefined || choices.includes(text)) return text
  const near = nearest(text, choices)
  throw invalidOption(name, text, `${choices.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}`)
}

function unknownOption(name: string, known: readonly string[], owner: string): GoldpanError {
  const near = nearest(name, known)
  const hint =
    near === undefined
      ? `it takes ${known.length === 0 ? 'no options' : known.map(markOption).join(', ')}`
      : `did you mean ${markOption(near)}?`
  return new GoldpanError('option-unknown', `${owner} has no option ${markOption(name)}`, hint)
}

/** @param name as in the table, `minScore` */
export function invalidOption(name: string, value: string, expected: string): GoldpanError {
  return new GoldpanError('option-invalid', `\`${value}\` is not possible for ${markOption(name)}`, `it takes ${expected}`)
}

/** The values of an option that takes several: `a, b`. */
export function listedValues(text: string): string[] {
  return text
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '')
}

/** `split-tokens` as `splitTokens`. */
export function toCamelCase(key: string): string {
  return key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
