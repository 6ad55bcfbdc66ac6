import { describe, expect, it } from 'vitest'
import { KnownKeys } from '../../src/json/known-keys.ts'
import { JsonNode, parseJson } from '../../src/json/node.ts'

describe('KnownKeys', () => {
  const keys = new KnownKeys(parseJson('{"a": 1, "b": {"a": 2}, "caf\u00e9": [3], "\\u0064": "x"}'))

  /** The values of an object that has these keys. */
  function valuesOf(json: string): string[] | undefined {
    const { tape, token } = parseJson(json)
    const values: number[] = []
    if (!keys.match(tape, token, values, 1)) return undefined
    return values.slice(1).map((value) => new JsonNode(tape, value).text())
  }

  it('names them', () => {
    expect(keys.names).toEqual(['a', 'b', 'caf\u00e9', 'd'])
  })

  it('finds the values of an object that has the same keys in the same order', () => {
    expect(valuesOf('{"a":[{"a":0}],"b":null,"caf\u00e9":"y","\\u0064":{}}')).toEqual(['[{"a":0}]', 'null', '"y"', '{}'])
  })

  it.each([
    ['has one less', '{"a":1,"b":2,"caf\u00e9":3}'],
    ['has one more', '{"a":1,"b":2,"caf\u00e9":3,"\\u0064":4,"e":5}'],
    ['has another order', '{"b":1,"a":2,"caf\u00e9":3,"\\u0064":4}'],
    ['has a longer key', '{"a":1,"bb":2,"caf\u00e9":3,"\\u0064":4}'],
    ['spells a key otherwise', '{"a":1,"b":2,"caf\u00e9":3,"d":4}'],
    ['is empty', '{}'],
    ['is none', '["a",1,"b",2,"caf\u00e9",3,"\\u0064",4]'],
  ])('does not know an object that %s', (_, json) => {
    expect(valuesOf(json)).toBeUndefined()
  })

  it('knows the empty object', () => {
    const { tape, token } = parseJson('{}')
    expect(new KnownKeys(parseJson('{}')).match(tape, token, [], 0)).toBe(true)
    expect(new KnownKeys(parseJson('{}')).match(parseJson('[]').tape, 0, [], 0)).toBe(false)
  })
})
