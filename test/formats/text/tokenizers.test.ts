import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinWhite, KINDS, MAYBE_UNSPACED, sourceOf, WHITE as WHITE_KIND } from '../../../src/formats/text/characters.ts'
import { Ranges } from '../../../src/formats/text/ranges.ts'
import { cutAt, findBorders } from '../../../src/formats/text/sentences.ts'
import { splitAtBorders } from '../../../src/formats/text/tags.ts'
import { type Tokenizer, tokenize } from '../../../src/formats/text/tokenizers.ts'
import '../../seed.ts'
import { nltkTokens } from './nltk-treebank.ts'

const sentencesOf = (text: string) =>
  cutAt(text.length, findBorders(sourceOf(text), undefined).soft, []).map(({ start, end }) => text.slice(start, end).trim())

describe('sentence ends', () => {
  it.each([
    ['He left. She stayed.', ['He left.', 'She stayed.']],
    ['Dr. Smith of the U.S. Army met J. Doe.', ['Dr. Smith of the U.S. Army met J. Doe.']],
    ['See No. 5. He said no. Then left.', ['See No. 5. He said no.', 'Then left.']],
    [
      '(Really?) "Yes." Then what?! 3 of 4 left in 2023. 5 more',
      ['(Really?)', '"Yes."', 'Then what?!', '3 of 4 left in 2023.', '5 more'],
    ],
    ['He said: "We paid, didn\'t we?" on 12/05/2023.', ['He said: "We paid, didn\'t we?" on 12/05/2023.']],
    ['1. Intro am 5. Mai', ['1. Intro am 5. Mai']],
    ['你好。再见！', ['你好。', '再见！']],
    ['Nice. 😀 really', ['Nice. 😀 really']],
    ['هل أنت؟ نعم.', ['هل أنت؟', 'نعم.']],
  ])('%s', (text, expected) => {
    expect(sentencesOf(text)).toEqual(expected)
  })
})

const TOKENIZERS: readonly Tokenizer[] = ['whitespace', 'treebank', 'annotation-lab', 'unicode']
const listOf = ({ starts, ends, length }: Ranges) =>
  Array.from({ length }, (_, k) => ({ start: starts[k] ?? -1, end: ends[k] ?? -1 }))
const rangesOf = (text: string, tokenizer: Tokenizer, segments: boolean) =>
  listOf(tokenize(sourceOf(text), [{ start: 0, end: text.length }], tokenizer, segments, new Ranges()))
const tokensOf = (text: string, tokenizer: Tokenizer) =>
  rangesOf(text, tokenizer, false).map(({ start, end }) => text.slice(start, end))

const WHITE = '\\s\\p{White_Space}\\x1c-\\x1f'
const WHITE_ONLY = new RegExp(`^[${WHITE}]*$`, 'u')
const NO_WHITE = new RegExp(`^[^${WHITE}]+$`, 'u')

describe('tokenizers', () => {
  it.each([
    ["They're gonna can't O'Connor's e-mail U.S. Mr. Smith...", "They|'re|gon|na|ca|n't|O'Connor|'s|e-mail|U.S.|Mr.|Smith|..."],
    ['12/05/2023 $3.99 3:2', '12|/|05|/|2023|$|3.99|3:2'],
    ['He said "hi".', 'He|said|"|hi|"|.'],
    ["'Tis more'n a dogs' lemme--cannot", "'T|is|more|'n|a|dogs|'|lem|me|--|can|not"],
    ['(a) [b] {c} <d>; e@f #g 5% h&i j! k?', '(|a|)|[|b|]|{|c|}|<|d|>|;|e|@|f|#|g|5|%|h|&|i|j|!|k|?'],
    ['don\'t\tknow "a', 'do|n\'t|know|"|a'],
  ])('treebank: %s', (text, expected) => {
    expect(tokensOf(text, 'treebank').join('|')).toBe(expected)
  })

  it('the others', () => {
    const text = "Specialty: e-mail's 3.5% [a]"
    expect(tokensOf(text, 'whitespace')).toEqual(['Specialty:', "e-mail's", '3.5%', '[a]'])
    expect(tokensOf(text, 'annotation-lab')).toEqual(['Specialty', ':', 'e', '-', "mail's", '3', '.', '5', '%', '[', 'a', ']'])
    expect(tokensOf(text, 'unicode')).toEqual(['Specialty', ':', 'e', '-', "mail's", '3.5', '%', '[', 'a', ']'])
  })

  it.each(TOKENIZERS)('%s: tokens of any text stand in order and are all of it but the white space', (tokenizer) => {
    const pieces = fc.constantFrom(
      'a',
      "n't",
      "'s",
      '"',
      "''",
      '...',
      '.',
      ' ',
      '\n',
      '\u00a0',
      '\ufeff',
      '😀',
      '漢字',
      'e\u0301',
      'gonna',
      ':',
      '(',
      '--',
      '$',
    )
    const texts = fc.oneof(
      fc.array(pieces).map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(texts, fc.boolean(), (text, segments) => {
        let at = 0
        for (const { start, end } of rangesOf(text, tokenizer, segments)) {
          expect(end).toBeGreaterThan(start)
          expect(text.slice(at, start)).toMatch(WHITE_ONLY)
          expect(text.slice(start, end)).toMatch(NO_WHITE)
          at = end
        }
        expect(text.slice(at)).toMatch(WHITE_ONLY)
      }),
    )
  })

  it('treebank: as the rules of NLTK have it, whatever marks meet', () => {
    const pieces = fc.constantFrom(
      ...[
        'a',
        'n',
        't',
        'é',
        '𝟗',
        '5',
        '.',
        '...',
        '..',
        ',',
        ':',
        ';',
        '$',
        '!',
        '`',
        '``',
        "'",
        "''",
        '"',
        '-',
        '--',
        '(',
        ')',
        '<',
        '>',
        ' ',
        ' ',
      ],
      ...[
        "'s",
        "'D",
        "'ll",
        "'RE",
        "n't",
        "N'T",
        'cannot',
        'Gonna',
        'gOTta',
        'wanna',
        "'tis",
        "'ti\u017f",
        "d'ye",
        "more'n",
        '_',
        '*',
        '\u2019',
      ],
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        expect(tokensOf(text, 'treebank')).toEqual(nltkTokens(text))
      }),
      { numRuns: 3000 },
    )
  })

  it('splits tokens at borders only', () => {
    const tokens = new Ranges()
    tokens.add(0, 5)
    tokens.add(6, 8)
    const pieces = splitAtBorders(
      tokens,
      [
        { start: 2, end: 5 },
        { start: 5, end: 7 },
      ],
      new Ranges(),
    )
    expect(listOf(pieces)).toEqual([
      { start: 0, end: 2 },
      { start: 2, end: 5 },
      { start: 6, end: 7 },
      { start: 7, end: 8 },
    ])
  })
})

describe('characters', () => {
  const units = Array.from({ length: 0x10000 }, (_, unit) => unit)

  it('white space is what Unicode, JavaScript or Python call so', () => {
    const white = units.filter((unit) => (KINDS[unit]! & WHITE_KIND) !== 0)
    expect(white).toEqual(units.filter((unit) => !NO_WHITE.test(String.fromCharCode(unit))))
  })

  it('no unit of a script without spaces is missed', () => {
    const scripts =
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
    const missed = units.filter((unit) => scripts.test(String.fromCharCode(unit)) && (KINDS[unit]! & MAYBE_UNSPACED) === 0)
    expect(missed).toEqual([])
    expect(KINDS[0xd840]! & MAYBE_UNSPACED).toBe(MAYBE_UNSPACED)
  })

  it('joins what white space parts', () => {
    expect(joinWhite('\u00a0Big \t Person\u2028', '_')).toBe('Big_Person')
    expect(joinWhite(' \u3000', '_')).toBe('')
  })
})
