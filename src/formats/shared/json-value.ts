import { JsonNode } from '../../json/node.ts'
import { printCompact, printPretty } from '../../json/print.ts'

/** JSON that is put together from parts of the input: nodes keep the spelling of their numbers. */
export type Value = JsonNode | string | number | null | readonly Value[] | Map<string, Value>

/** Without white space. */
export function printCompactValue(value: Value): string {
  if (value instanceof JsonNode) return printCompact(value)
  if (value instanceof Map) {
    const members = [...value].map(([key, member]) => `${JSON.stringify(key)}:${printCompactValue(member)}`)
    return `{${members.join(',')}}`
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return `[${value.map(printCompactValue).join(',')}]`
}

/** Two blanks per level, as {@link printPretty} lays it out. */
export function printPrettyValue(value: Value, indent = ''): string {
  if (value instanceof JsonNode) return printPretty(value, indent)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const inner = `${indent}  `
  if (value instanceof Map) {
    const members = [...value].map(([key, member]) => `${inner}${JSON.stringify(key)}: ${printPrettyValue(member, inner)}`)
    return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`
  }
  const elements = value.map((element) => inner + printPrettyValue(element, inner))
  return elements.length === 0 ? '[]' : `[\n${elements.join(',\n')}\n${indent}]`
}
