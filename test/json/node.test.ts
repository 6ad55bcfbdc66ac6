import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JsonNode, parseJson } from '../../src/json/node.ts'
import { type Spelled, spelled } from './texts.ts'

describe('JsonNode', () => {
  it('keeps the spelling of every part, and walks parts in order', () => {
    fc.assert(
      fc.property(spelled, fc.constantFrom('', ' ', '\r\n\t'), (document, space) => {
        check(parseJson(space + document.text + space), document)
      }),
      { numRuns: 1000 },
    )
  })

  it.each(['1.0', '-0', '-0.0', '1E+2', '12345678901234567890', '0.1000000000000000055511151231257827', '1e400'])(
    'gives number %s as it is spelled',
    (text) => {
      expect(parseJson(`{"a": [${text} ] }`).get('a')?.elements()[0]?.text()).toBe(text)
      expect(parseJson(text).number()).toBe(Number(text))
    },
  )

  it('takes the last of repeated keys, however they are spelled', () => {
    const node = parseJson('{"a": 1, "b": 2, "\\u0061": {"c": 3}}')
    expect(node.get('a')?.text()).toBe('{"c": 3}')
    expect(JSON.stringify(node.value())).toBe('{"a":{"c":3},"b":2}')
    expect(node.entries().map(([key]) => key)).toEqual(['a', 'b', 'a'])
  })

  it('has no prototype to poison', () => {
    const value = parseJson('{"__proto__": {"isAdmin": true}, "constructor": 1, "toString": 2}').value()
    expect(Object.keys(value ?? {})).toEqual(['__proto__', 'constructor', 'toString'])
    expect(value).not.toHaveProperty('isAdmin')
    expect({}).not.toHaveProperty('isAdmin')
    expect(parseJson('{}').get('toString')).toBeUndefined()
    expect(parseJson('{}').get('__proto__')).toBeUndefined()
  })

  it('keeps half surrogate pairs that are written as escapes', () => {
    expect(parseJson('"a\\ud83db"').string()).toBe('a\ud83db')
    expect(parseJson('"\\ud83d\\ude00"').string()).toBe('😀')
  })

  it('keeps a byte order mark inside of a string', () => {
    expect(parseJson('"\uFEFFa"').string()).toBe('\uFEFFa')
    expect(parseJson('["\uFEFF"]').elements()[0]?.text()).toBe('"\uFEFF"')
  })

  it.each([
    ['{"a": 1}', 'object'],
    ['[1]', 'array'],
    ['"1"', 'string'],
    ['-1', 'number'],
    ['true', 'boolean'],
    ['false', 'boolean'],
    ['null', 'null'],
  ])('answers only as what it is: %s', (text, kind) => {
    const node = parseJson(text)
    expect(node.kind).toBe(kind)
    expect(node.entries().length > 0).toBe(kind === 'object')
    expect(node.get('a') !== undefined).toBe(kind === 'object')
    expect(node.elements().length > 0).toBe(kind === 'array')
    expect(node.string()).toBe(kind === 'string' ? '1' : undefined)
    expect(node.number()).toBe(kind === 'number' ? -1 : undefined)
    expect(node.boolean()).toBe(kind === 'boolean' ? text === 'true' : undefined)
    expect(node.isNull()).toBe(kind === 'null')
  })

  it.each(['"{"', '"["', '"t"', '"null"', '"-1"', '""'])('does not take the string %s for anything else', (text) => {
    expect(parseJson(text).kind).toBe('string')
    expect(
      parseJson(`[${text},{${text}:${text}}]`)
        .elements()
        .map((element) => element.kind),
    ).toEqual(['string', 'object'])
  })

  it('views the bytes, and copies none', () => {
    const bytes = new TextEncoder().encode(' {"a": "ü"} ')
    const view = parseJson(bytes).get('a')?.bytes()
    expect(view?.buffer).toBe(bytes.buffer)
    expect(new TextDecoder().decode(view)).toBe('"ü"')
  })
})

function check(node: JsonNode, { text, members, elements }: Spelled): void {
  expect(node.text()).toBe(text)
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(node.bytes())).toBe(text)
  expect(node.end - node.start).toBe(node.bytes().length)
  expect(node.entries().map(([key]) => key)).toEqual(members.map(({ key }) => key))
  for (const [index, [key, value]] of node.entries().entries()) {
    check(value, members[index]!.value)
    expect(node.get(key)?.text()).toBe(members.findLast((member) => member.key === key)?.value.text)
  }
  const found = node.elements()
  expect(found.length).toBe(elements.length)
  for (const [index, element] of found.entries()) check(element, elements[index]!)
}
