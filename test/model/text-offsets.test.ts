import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeSpans, sameText } from '../../src/model/text-offsets.ts'

const TEXT = '😀 Bob met 👩‍🚀 Ann in Zürich'

/** The offsets of a word in a text, in code points. */
function inCodePoints(text: string, word: string) {
  const start = [...text.slice(0, text.indexOf(word))].length
  return { start, end: start + [...word].length, text: word }
}

function inUnits(text: string, word: string) {
  const start = text.indexOf(word)
  return { start, end: start + word.length, text: word }
}

function words(text: string, spans: Parameters<typeof placeSpans>[1]) {
  return placeSpans(text, spans).map((span) => (span === undefined ? undefined : text.slice(span.start, span.end)))
}

describe('text offsets', () => {
  it('takes code points where their slices equal the stored texts', () => {
    expect(words(TEXT, [inCodePoints(TEXT, 'Bob'), inCodePoints(TEXT, 'Zürich')])).toEqual(['Bob', 'Zürich'])
  })

  it('takes UTF-16 units where their slices do, for the spans without text of that annotation too', () => {
    const spans = [inUnits(TEXT, 'Bob'), { ...inUnits(TEXT, 'Ann'), text: undefined }]
    expect(words(TEXT, spans)).toEqual(['Bob', 'Ann'])
    expect(placeSpans(TEXT, spans).map((span) => span?.agrees)).toEqual([true, undefined])
  })

  it('takes code points when nothing tells', () => {
    expect(words(TEXT, [{ start: 2, end: 5, text: undefined }])).toEqual(['Bob'])
    expect(placeSpans(TEXT, [{ start: 2, end: 5, text: 'Eve' }])).toEqual([{ start: 3, end: 6, agrees: false }])
  })

  it('lets a span that only the other unit explains keep its own', () => {
    expect(words(TEXT, [inCodePoints(TEXT, 'Bob'), inCodePoints(TEXT, 'Zürich'), inUnits(TEXT, 'Ann')])).toEqual([
      'Bob',
      'Zürich',
      'Ann',
    ])
  })

  it('says which spans lie outside: start behind the end of the text, negative, turned round', () => {
    const outside = [
      { start: 4, end: 6, text: 'x' },
      { start: -1, end: 2, text: undefined },
      { start: 2, end: 1, text: undefined },
    ]
    expect(placeSpans('abc', outside)).toEqual([undefined, undefined, undefined])
  })

  it('cuts what reaches beyond the text, as Python’s slices do', () => {
    expect(placeSpans('abc', [{ start: 1, end: 9, text: 'bc' }])).toEqual([{ start: 1, end: 3, agrees: true }])
    expect(placeSpans('a😀', [{ start: 1, end: 9, text: '😀' }])).toEqual([{ start: 1, end: 3, agrees: true }])
    expect(placeSpans('abc', [{ start: 1, end: 9, text: undefined }])).toEqual([{ start: 1, end: 3, agrees: false }])
  })

  it('cuts no surrogate pair', () => {
    expect(
      placeSpans('a😀b', [
        { start: 2, end: 4, text: 'zzz' },
        { start: 0, end: 1, text: 'a' },
      ])[0],
    ).toEqual({
      start: 3,
      end: 4,
      agrees: false,
    })
    const units = [
      { start: 2, end: 4, text: undefined },
      { start: 3, end: 4, text: 'b' },
    ]
    expect(placeSpans('a😀b', units)[0]).toEqual({ start: 1, end: 4, agrees: undefined })
  })

  it('counts from a base: a paragraph, a text node', () => {
    const text = '😀\n😀 hi'
    expect(words(text, [{ start: 2, end: 4, startBase: 3, endBase: 3, text: 'hi' }])).toEqual(['hi'])
    expect(words(text, [{ start: 3, end: 5, startBase: 3, endBase: 3, text: 'hi' }])).toEqual(['hi'])
  })

  it('forgives what tools do to white space', () => {
    expect(sameText('a\nb  c', 'a\\nb c')).toBe(true)
    expect(sameText('ab', 'ac')).toBe(false)
  })

  it('finds any slice of any text, in either unit', () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), fc.boolean(), (text, a, b, countsUnits) => {
        const letters = [...text]
        const start = Math.min(a % letters.length, b % letters.length)
        const end = Math.max(a % letters.length, b % letters.length) + 1
        const word = letters.slice(start, end).join('')
        const unitStart = letters.slice(0, start).join('').length
        const span = countsUnits ? { start: unitStart, end: unitStart + word.length, text: word } : { start, end, text: word }
        const [placed] = placeSpans(text, [span])
        expect(text.slice(placed?.start, placed?.end)).toBe(word)
      }),
    )
  })
})
