import { describe, expect, it } from 'vitest'
import { completionAt, knownSuggestions } from '../../src/page/screens/data/completion.ts'
import { conditionsIn, printValue, withCondition, withoutCondition } from '../../src/page/screens/data/query-text.ts'
import { parseQuery } from '../../src/query/parse.ts'

describe('conditions of a query', () => {
  it('are found at its top level', () => {
    const query = 'arm label:Car -label:Bus (tag:a tag:b) annotator:"Ann \\"B\\"" '
    expect(conditionsIn(query).map(({ field, value }) => `${field}=${value}`)).toEqual(['label=Car', 'annotator=Ann "B"'])
  })

  it('are none of alternatives, nor of what cannot be read', () => {
    expect(conditionsIn('label:Car OR label:Bus')).toEqual([])
    expect(conditionsIn('label:"Car')).toEqual([])
  })

  it('are added so that all of the query has to hold', () => {
    expect(withCondition('', 'label', 'Car')).toBe('label:Car')
    expect(withCondition('a OR b', 'label', 'Left arm')).toBe('(a OR b) label:"Left arm"')
    expect(parseQuery(withCondition('a (b OR c)', 'tag', 'x"y')).kind).toBe('and')
  })

  it.each(['Car', 'Left arm', 'a,b', '(x)', 'say "hi"', 'back\\slash', '-x', 'Ünï', 'a:b'])(
    '%s is read back as written',
    (value) => {
      expect(parseQuery(`label:${printValue(value)}`)).toEqual({ kind: 'name', field: 'label', value })
    },
  )

  it('are taken away alone', () => {
    const query = 'arm label:"Left arm" tag:x'
    const [first, second] = conditionsIn(query)
    expect(withoutCondition(query, first!)).toBe('arm tag:x')
    expect(withoutCondition(query, second!)).toBe('arm label:"Left arm"')
  })
})

describe('completion', () => {
  const at = (text: string) => completionAt(text, text.length)

  it('knows what is being typed', () => {
    expect(at('')).toEqual({ kind: 'field', start: 0, prefix: '' })
    expect(at('arm la')).toEqual({ kind: 'field', start: 4, prefix: 'la' })
    expect(at('-la')).toEqual({ kind: 'field', start: 1, prefix: 'la' })
    expect(at('is:an')).toEqual({ kind: 'state', start: 3, prefix: 'an' })
    expect(at('label:')).toEqual({ kind: 'value', field: 'label', start: 6, prefix: '' })
    expect(at('label:Car,B')).toEqual({ kind: 'value', field: 'label', start: 10, prefix: 'B' })
    expect(at('(label:"Left a')).toEqual({ kind: 'value', field: 'label', start: 7, prefix: 'Left a' })
  })

  it('has nothing to say of numbers, phrases and fields that are not there', () => {
    expect([at('id:1'), at('"left a'), at('nosuch:x')]).toEqual([undefined, undefined, undefined])
  })

  it('offers fields and states', () => {
    expect(knownSuggestions(at('upd')!).map(({ text }) => text)).toEqual(['updated:'])
    expect(knownSuggestions(at('is:s')!).map(({ text }) => text)).toEqual(['skipped '])
  })
})
