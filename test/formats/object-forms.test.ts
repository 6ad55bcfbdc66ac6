import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ObjectForms } from '../../src/formats/shared/object-forms.ts'
import { ByteWriter } from '../../src/json/byte-writer.ts'
import { type JsonNode, parseJson } from '../../src/json/node.ts'
import { COMPACT } from '../../src/json/print.ts'

/** Few keys, so that they are repeated and come in many orders; some are spelled in several ways. */
const key = fc.constantFrom('"a"', '"b"', '"\\u0061"', '"ab"', '"é"', '"\\"\\\\"', '"type"', '""')
const text = fc
  .array(fc.tuple(key, fc.constantFrom('1.0', '"x"', '[ ]', '{"a":[1, null]}')), { maxLength: 6 })
  .map((members) => `{${members.map(([name, value]) => ` ${name} : ${value}`).join(',')} }`)

function print(forms: ObjectForms, object: string, depth: number): string {
  const { tape, token } = inList(object)
  const writer = new ByteWriter()
  forms.formOf(tape, token).print(writer, tape, forms.tokens, depth)
  return new TextDecoder().decode(writer.take())
}

/** No value that is printed is the whole of its tape. */
function inList(text: string): JsonNode {
  return parseJson(`[${text}]`).elements()[0]!
}

describe('ObjectForms', () => {
  const everything = (keys: readonly string[]) => new Map(keys.map((name, k) => [name, k]))

  it('prints objects of all forms as JSON.parse reads them, one after the other', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), (objects) => {
        const forms = new ObjectForms(everything)
        for (const object of objects) {
          const read = JSON.parse(object)
          expect(print(forms, object, 0).replaceAll('1.0', '1')).toBe(JSON.stringify(read, null, 2))
          expect(print(forms, object, COMPACT).replaceAll('1.0', '1')).toBe(JSON.stringify(read))
        }
      }),
    )
  })

  it('leaves out and renames as it is told', () => {
    const forms = new ObjectForms(
      (keys) => new Map([...everything(keys)].flatMap(([name, k]) => (name === 'a' ? [] : [[`_${name}`, k]]))),
    )
    for (const object of ['{"a":1,"b":2}', '{"b":3}', '{"b":4,"a":5}', '{"a":6}'])
      expect(JSON.parse(print(forms, object, 1))).toEqual(
        JSON.parse(object.replace(/"a":\d,?|,"a":\d/, '').replace('"b"', '"_b"')),
      )
  })

  it('adds members of another object, in the place of its own', () => {
    const outer = new ObjectForms((keys) => (keys.includes('w') ? new Map([['a', keys.indexOf('w')]]) : new Map()))
    const inner = new ObjectForms(everything)
    const printBoth = (object: string) => {
      const node = inList(object)
      const writer = new ByteWriter()
      const beside = outer.formOf(node.tape, node.token)
      const form = inner.formOf(node.tape, node.get('value')?.token ?? 0, beside, outer.tokens)
      form.print(writer, node.tape, inner.tokens, COMPACT)
      return new TextDecoder().decode(writer.take())
    }
    expect(printBoth('{"value":{"a":1,"b":2},"w":3}')).toBe('{"a":3,"b":2}')
    expect(printBoth('{"value":{"a":1,"b":2}}')).toBe('{"a":1,"b":2}')
    expect(printBoth('{"w":4,"value":{"b":5}}')).toBe('{"b":5,"a":4}')
    expect(printBoth('{"w":6}')).toBe('{"a":6}')
    expect(printBoth('{}')).toBe('{}')
  })
})
