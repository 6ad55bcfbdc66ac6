import { joinBytes } from './bytes.ts'
import type { JsonNode } from './node.ts'

const encoder = new TextEncoder()

/** These bytes in place of `tape.bytes[start, end)`. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly bytes: Uint8Array
}

/** A value, spelled as JSON. */
export function spell(value: string | number | boolean | null): Uint8Array {
  return encoder.encode(JSON.stringify(value))
}

/** An array of values that are spelled already. */
export function spellArray(values: readonly Uint8Array[]): Uint8Array {
  const parts = values.flatMap((value, k) => (k === 0 ? [value] : [encoder.encode(','), value]))
  return joinBytes([encoder.encode('['), ...parts, encoder.encode(']')])
}

/** Another value in the place of this one. */
export function replacing({ start, end }: JsonNode, bytes: Uint8Array): Splice {
  return { start, end, bytes }
}

/** The bytes of a value with the changes made; all else stays word for word. Splices do not overlap; those at the same place come in their order. */
export function spliced(node: JsonNode, splices: readonly Splice[]): Uint8Array {
  const { bytes } = node.tape
  const parts: Uint8Array[] = []
  let at = node.start
  for (const splice of splices.toSorted((a, b) => a.start - b.start)) {
    parts.push(bytes.subarray(at, splice.start), splice.bytes)
    at = splice.end
  }
  return joinBytes([...parts, bytes.subarray(at, node.end)])
}

/** The object with these members (spelled values) replaced, or added behind the others. */
export function withMembers(object: JsonNode, members: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const splices: Splice[] = []
  const added: Uint8Array[] = []
  for (const [key, value] of Object.entries(members)) {
    const node = object.get(key)
    if (node !== undefined) splices.push(replacing(node, value))
    else
      added.push(
        encoder.encode(`${object.children().length === 0 && added.length === 0 ? '' : ','}${JSON.stringify(key)}:`),
        value,
      )
  }
  const closer = object.end - 1
  return spliced(object, [...splices, { start: closer, end: closer, bytes: joinBytes(added) }])
}
