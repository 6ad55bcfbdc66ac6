import type { JsonNode } from './node.ts'

/** The value without white space. Numbers keep their spelling, strings lose needless escapes (`\/`, `\u00e9`). */
export function printCompact(node: JsonNode): string {
  switch (node.kind) {
    case 'object':
      return `{${node
        .entries()
        .map(([key, value]) => `${JSON.stringify(key)}:${printCompact(value)}`)
        .join(',')}}`
    case 'array':
      return `[${node.elements().map(printCompact).join(',')}]`
    case 'string':
      return JSON.stringify(node.string())
    default:
      return node.text()
  }
}

/** The value as `JSON.stringify(value, null, 2)` lays it out, numbers in their own spelling. `indent` is what stands before each line but the first. */
export function printPretty(node: JsonNode, indent = ''): string {
  const inner = `${indent}  `
  if (node.kind === 'object') {
    const members = node.entries().map(([key, value]) => `${inner}${JSON.stringify(key)}: ${printPretty(value, inner)}`)
    return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`
  }
  if (node.kind === 'array') {
    const elements = node.elements().map((element) => inner + printPretty(element, inner))
    return elements.length === 0 ? '[]' : `[\n${elements.join(',\n')}\n${indent}]`
  }
  return printCompact(node)
}
