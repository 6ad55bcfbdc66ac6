import type { JsonNode } from './node.ts'

/** The value without white space. Numbers keep their spelling, strings lose needless escapes (`\/`, `\u00e9`). */
export function printCompact(node: JsonNode): string {
  return isCompact(node) ? node.text() : compacted(node)
}

/** The value as `JSON.stringify(value, null, 2)` lays it out, numbers in their own spelling. `indent` is what stands before each line but the first. */
export function printPretty(node: JsonNode, indent = ''): string {
  const { kind } = node
  if (kind !== 'object' && kind !== 'array') return compacted(node)
  const children = node.children()
  if (children.length === 0) return kind === 'object' ? '{}' : '[]'
  const inner = `${indent}  `
  let text = ''
  for (let k = 0; k < children.length; k++) {
    text += `${text === '' ? '\n' : ',\n'}${inner}`
    if (kind === 'object') text += `${compacted(children[k++]!)}: `
    text += printPretty(children[k]!, inner)
  }
  return kind === 'object' ? `{${text}\n${indent}}` : `[${text}\n${indent}]`
}

function compacted(node: JsonNode): string {
  switch (node.kind) {
    case 'object': {
      const children = node.children()
      let text = ''
      for (let k = 0; k < children.length; k += 2)
        text += `${k === 0 ? '' : ','}${compacted(children[k]!)}:${compacted(children[k + 1]!)}`
      return `{${text}}`
    }
    case 'array':
      return `[${node.children().map(compacted).join(',')}]`
    case 'string': {
      const text = node.text()
      return text.includes('\\') ? JSON.stringify(node.string()) : text
    }
    default:
      return node.text()
  }
}

/** Whether the value's own bytes are what {@link printCompact} prints: no white space between tokens, no escapes. */
function isCompact({ tape: { bytes }, start, end }: JsonNode): boolean {
  let isInString = false
  for (let k = start; k < end; k++) {
    const byte = bytes[k]!
    if (byte === 0x5c) return false
    if (byte === 0x22) isInString = !isInString
    else if (byte <= 0x20 && !isInString) return false
  }
  return true
}
