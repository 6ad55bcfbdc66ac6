import { JsonNode } from '../../json/node.ts'
import { printCompact, printPretty } from '../../json/print.ts'

/** JSON that is put together from parts of the input: nodes keep the spelling of their numbers. */
export type Value = JsonNode | string | number | null | readonly Value[] | Map<string, Value>

/** Without white space. */
export function printCompactValue(value: Value): string {
  if (value instanceof JsonNode) return printCompact(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  let text = ''
  if (value instanceof Map) {
    for (const [key, member] of value) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${printCompactValue(member)}`
    return `{${text}}`
  }
  for (const element of value) text += `${text === '' ? '' : ','}${printCompactValue(element)}`
  return `[${text}]`
}

/** Two blanks per level, as {@link printPretty} lays it out. */
export function printPrettyValue(value: Value, indent = ''): string {
  if (value instanceof JsonNode) return printPretty(value, indent)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const inner = `${indent}  `
  const lead = `\n${inner}`
  let text = ''
  if (value instanceof Map) {
    for (const [key, member] of value)
      text += `${text === '' ? '' : ','}${lead}${JSON.stringify(key)}: ${printPrettyValue(member, inner)}`
    return text === '' ? '{}' : `{${text}\n${indent}}`
  }
  for (const element of value) text += `${text === '' ? '' : ','}${lead}${printPrettyValue(element, inner)}`
  return text === '' ? '[]' : `[${text}\n${indent}]`
}
