import fc from 'fast-check'
import '../seed.ts'
import { describe, expect, it } from 'vitest'
import { Level, outlineAll, outlinePlain, Row } from '../../src/json/outline.ts'
import { scan } from '../../src/json/scan.ts'
import { listedRanges, startScan } from '../../src/json/scan-wasm.ts'
import { numberAt } from '../../src/json/token.ts'

const encode = (text: string) => new TextEncoder().encode(text)

const outer = new Level()
const outerAt = outer.find(['list', 'second', 'id'])
outer.list(outerAt.second)
const LIST_END = outer.list(outerAt.list)
const inner = new Level()
const innerAt = inner.find(['id', 'a_key_of_sixteen', 'value', 'list'])
const memberAt = inner.findIn(innerAt.value, ['id', 'x', 'labels'])
const NAME = inner.name(innerAt.id)
const HASH = inner.hash(innerAt.id)
const LABEL = inner.loneName(memberAt.labels)
const X = inner.number(memberAt.x)
const ID = inner.number(innerAt.id)
const OUTLINE = [outer, inner]

/** Texts of objects as the outline looks for them, with anything else in their places, in any order and spelling. */
const texts = fc.letrec<{ value: string; row: string }>((tie) => {
  const word = fc.constantFrom(
    'id',
    'list',
    'second',
    'value',
    'x',
    'labels',
    'a_key_of_sixteen',
    'a_key_of_seventeen',
    '',
    'é',
    'idd',
  )
  const string = fc
    .oneof(word, fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 6 }))
    .map((text) => JSON.stringify(text))
  const key = fc.oneof(
    { weight: 30, arbitrary: word.map((text) => JSON.stringify(text)) },
    { weight: 1, arbitrary: fc.constantFrom('"\\u0069d"', '"no\\n"', '"\\u006cist"') },
  )
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
    fc.constantFrom('-0', '0.10', '1e400', '12345678901234567890', '1.7976931348623157', '33.333333333333336', '100'),
  )
  const object = fc
    .array(fc.tuple(key, tie('value')), { maxLength: 6 })
    .map((members) => `{${members.map(([name, value]) => `${name}:${value}`).join(', ')}}`)
  const array = fc.array(tie('value'), { maxLength: 3 }).map((elements) => `[${elements.join(' ,')}]`)
  return {
    value: fc.oneof(
      { depthSize: 'large', withCrossShrink: true },
      string,
      number,
      fc.constantFrom('null', 'true', '{}', '[]', '"{"', '"["'),
      object,
      array,
    ),
    row: object,
  }
})

describe('outlines', () => {
  it('are the same with WebAssembly and without', () => {
    let outlined = 0
    fc.assert(
      fc.property(fc.array(texts.row, { maxLength: 4 }), (rows) => {
        const bytes = encode(rows.join('\n'))
        const ranges = rangesOf(rows)
        const found = startScan(bytes, listedRanges(ranges), { outline: OUTLINE })
        for (const [k, { start, end }] of ranges.entries()) {
          const scanned = found.valueAt(k)
          expect(scanned).toBeDefined()
          if (scanned?.rows === undefined)
            expect(rows[k]).toContain('\\') // some key has an escape
          else {
            outlined++
            expect(described(new Row(scanned.rows, scanned.place))).toEqual(
              described(outlinePlain(scan(bytes, start, end), 0, OUTLINE)),
            )
          }
        }
        found.end()
      }),
      { numRuns: 3000 },
    )
    expect(outlined).toBeGreaterThan(1000)
  })

  it('find the last of repeated keys, whatever their spelling', () => {
    const text = String.raw`{"list": [{"id": "a"}], "l\u0069st": [1, {"id": "b", "value": {"labels": ["c"], "x": 0.5}}]}`
    const row = outlineAll(encode(text), listedRanges([{ start: 0, end: text.length }]), OUTLINE).rowOf(0)
    const [first, second] = innerRows(row)
    expect(first?.isObject).toBe(false)
    expect(second?.nameAt(NAME, innerAt.id)).toBe('b')
    expect(second?.loneNameAt(LABEL, memberAt.labels)).toBe('c')
    expect(second?.valueAt(memberAt.x)?.number()).toBe(0.5)
  })

  it('know names again, and do without when there are too many', () => {
    const names = Array.from({ length: 700 }, (_, k) => `name ${k}`)
    const text = JSON.stringify({ list: [...names, ...names].map((id) => ({ id })) })
    const bytes = encode(text)
    for (let round = 0; round < 2; round++) {
      const rows = innerRows(outlineAll(bytes, listedRanges([{ start: 0, end: bytes.length }]), OUTLINE).rowOf(0))
      expect(rows.map((row) => row.nameAt(NAME, innerAt.id))).toEqual([...names, ...names])
      expect(rows.filter((row) => row.has(NAME)).length).toBeGreaterThan(700)
      expect(rows.filter((row) => !row.has(NAME)).length).toBeGreaterThan(200)
    }
  })

  it('stay as they are while others are made, and when they are kept', () => {
    const textOf = (id: string) => encode(JSON.stringify({ list: [{ id }, { id: `${id}!`, value: { x: id.length } }] }))
    const outlineOf = (id: string, isKept: boolean) => {
      const bytes = textOf(id)
      const { rowOf, end } = outlineAll(bytes, listedRanges([{ start: 0, end: bytes.length }]), OUTLINE, { isKept })
      const rows = innerRows(rowOf(0))
      return { end, ids: () => rows.map((row) => row.stringAt(innerAt.id)), x: () => rows[1]?.doubleAt(X) }
    }
    const kept = outlineOf('kept', true)
    kept.end()
    const first = outlineOf('first', false)
    const second = outlineOf('the second', false)
    expect([kept, first, second].map(({ ids }) => ids())).toEqual(['kept', 'first', 'the second'].map((id) => [id, `${id}!`]))
    expect([kept, first, second].map(({ x }) => x())).toEqual([4, 5, 10])
    first.end()
    outlineOf('a third', false).end()
    expect(second.ids()).toEqual(['the second', 'the second!'])
    expect(kept.x()).toBe(4)
    second.end()
  })

  it('have the nearest double of a number, however many digits it has', () => {
    const digits = fc.array(fc.constantFrom(...'00123456789'), { minLength: 1, maxLength: 20 }).map((all) => all.join(''))
    const whole = digits.map((text) => text.replace(/^0+(?=.)/, ''))
    const spelled = fc
      .tuple(fc.constantFrom('', '-'), whole, fc.option(digits, { nil: undefined }))
      .map(([sign, before, behind]) => `${sign}${before}${behind === undefined ? '' : `.${behind}`}`)
    let found = 0
    let known = 0
    fc.assert(
      fc.property(fc.array(spelled, { minLength: 1, maxLength: 50 }), (numbers) => {
        const bytes = encode(`{"list":[${numbers.map((text) => `{"value":{"x":${text}}}`).join(',')}]}`)
        const { rowOf, end } = outlineAll(bytes, listedRanges([{ start: 0, end: bytes.length }]), OUTLINE)
        const doubles = innerRows(rowOf(0)).map((row) => row.doubleAt(X))
        end()
        for (const [k, text] of numbers.entries()) {
          found++
          if (Number.isNaN(doubles[k]!)) continue // left to whoever needs it
          known++
          if (!Object.is(doubles[k], Number(text))) expect(`${text} is ${doubles[k]}`).toBe(`${text} is ${Number(text)}`)
        }
      }),
      { numRuns: 2000 },
    )
    expect(known / found).toBeGreaterThan(0.4)
  })

  it('grow their memory for more rows than the text seems to hold', () => {
    const text = `{"list":[${'{},'.repeat(200_000)}{"id":"last"}]}`
    const rows = innerRows(outlineAll(encode(text), listedRanges([{ start: 0, end: text.length }]), OUTLINE).rowOf(0))
    expect(rows.length).toBe(200_001)
    expect(rows.at(-1)?.nameAt(NAME, innerAt.id)).toBe('last')
  })
})

function rangesOf(values: readonly string[]): { start: number; end: number }[] {
  let next = 0
  return values.map((value) => {
    const start = next
    next += encode(value).length + 1
    return { start, end: next - 1 }
  })
}

function innerRows(row: Row): Row[] {
  const rows: Row[] = []
  for (let place = row.place + outer.size; place < row.int(LIST_END); place += inner.size) rows.push(new Row(row.rows, place))
  return rows
}

/** Everything in the rows, with the same words for what both ways of making them may leave open. */
function described(row: Row): unknown {
  const values = (of: Row, slots: Readonly<Record<string, number>>) =>
    Object.values(slots).map((slot) => of.valueAt(slot)?.text())
  return {
    outer: [row.node.text(), ...values(row, outerAt)],
    inner: innerRows(row).map((of) => ({
      values: [of.node.text(), ...values(of, innerAt), ...values(of, memberAt)],
      hash: of.int(HASH),
      name: of.nameAt(NAME, innerAt.id),
      label: of.loneNameAt(LABEL, memberAt.labels),
      numbers: [numberOf(of, X, memberAt.x), numberOf(of, ID, innerAt.id)],
    })),
  }
}

function numberOf(row: Row, double: number, slot: number): number | undefined {
  const known = row.doubleAt(double)
  return !Number.isNaN(known) || !row.has(slot) ? known : (numberAt(row.rows.tape, row.int(slot)) ?? Number.NaN)
}
