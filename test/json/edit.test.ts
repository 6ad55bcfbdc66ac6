import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replacing, spell, spellArray, spliced, withMembers } from '../../src/json/edit.ts'
import { parseJson } from '../../src/json/node.ts'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('withMembers', () => {
  it.each([
    ['{ "a" : 1.0, "b":[ 2 ] }', { a: spell(5) }, '{ "a" : 5, "b":[ 2 ] }'],
    ['{"a":1}', { b: spell('x'), c: spell(null) }, '{"a":1,"b":"x","c":null}'],
    ['{}', { b: spell(true), c: spell(1) }, '{"b":true,"c":1}'],
    ['{"a":1,"a":2}', { a: spell(3) }, '{"a":1,"a":3}'],
    ['{"a":"ü"}', { a: spell('ß"') }, '{"a":"ß\\""}'],
    ['{"a":1}', {}, '{"a":1}'],
  ])('%s with %j', (before, members, after) => {
    expect(text(withMembers(parseJson(before), members))).toBe(after)
  })

  it('is what an object spread is', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue())
    const members = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()))
    fc.assert(
      fc.property(object, members, (before, changes) => {
        const spelled = Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, spell(value)]))
        const after = JSON.parse(text(withMembers(parseJson(JSON.stringify(before)), spelled)))
        expect(after).toEqual(JSON.parse(JSON.stringify({ ...before, ...changes })))
      }),
    )
  })
})

it('changes values anywhere and leaves the rest word for word', () => {
  const root = parseJson('[ {"n": 1.50}, {"n":2} ]').elements()
  expect(text(spliced(root[0]!, [replacing(root[0]!.get('n')!, spell(7))]))).toBe('{"n": 7}')
  expect(text(spellArray([spell(1), spell('a')]))).toBe('[1,"a"]')
  expect(text(spellArray([]))).toBe('[]')
})
