import { inflateSync } from 'node:zlib'
import { decode } from '@msgpack/msgpack'
import { describe, expect, it } from 'vitest'
import { spacyWords } from '../../src/formats/spacy/words.ts'
import { spacy } from '../../src/formats/spacy.ts'
import type { Converted } from '../convert.ts'
import { convertTexts, span, textTask } from './text-cases.ts'

/** The map in a DocBin, with its arrays as numbers. */
function open({ files }: Converted) {
  const map = decode(inflateSync(files.get('result.spacy')!)) as Record<string, unknown>
  const bytes = (key: string) => Uint8Array.from(map[key] as Uint8Array).buffer
  return {
    ...map,
    tokens: [...new BigUint64Array(bytes('tokens'))],
    lengths: [...new Int32Array(bytes('lengths'))],
    spaces: [...new Uint8Array(bytes('spaces'))],
  }
}

describe('spacy', () => {
  it('writes tokens, entities and categories of all documents', async () => {
    const tasks = [textTask(1, 'Ann sings.', [span('a', 'Ann sings.', 'Ann')]), textTask(2, '', [])]
    const bin = open(await convertTexts(spacy, tasks))
    expect(bin).toMatchObject({
      version: '0.1',
      attrs: [65, 77, 78],
      lengths: [3, 0],
      spaces: [1, 0, 0],
      strings: ['PER', 'Ann', 'sings', '.'],
      cats: [
        { good: 0, bad: 0 },
        { good: 0, bad: 0 },
      ],
      flags: [{ has_unknown_spaces: false }, { has_unknown_spaces: false }],
    })
    const PER = 4317129024397789502n // as spaCy prints it
    expect(bin.tokens.slice(0, 6)).toEqual([13706867504515737279n, 3n, PER, expect.anything(), 2n, 0n])
  })

  it('does not depend on how the input is cut', async () => {
    const tasks = Array.from({ length: 20 }, (_, k) => textTask(k + 1, `Ann ${k}`, [span('a', `Ann ${k}`, 'Ann')]))
    const [whole, cut] = [await convertTexts(spacy, tasks), await convertTexts(spacy, tasks, { batchTasks: 3 })]
    expect(open(cut)).toEqual(open(whole))
    expect(cut.files.get('result.spacy')).toEqual(whole.files.get('result.spacy'))
  })
})

describe('words of spaCy', () => {
  it.each([
    ['a b', ['a', 'b'], [true, false]],
    ['a  b', ['a', ' ', 'b'], [true, false, false]],
    [' a', [' ', 'a'], [false, false]],
    ['a ', ['a'], [true]],
    ['a\n b ', ['a', '\n ', 'b'], [false, false, true]],
    ['', [], []],
    [' ', [' '], [false]],
  ])('of %j', (text, words, isSpaced) => {
    const tokens = [...text.matchAll(/\S+/g)].map(({ index, 0: token }) => ({ start: index, end: index + token.length }))
    const found = spacyWords(text, tokens)
    expect([found.words, found.isSpaced]).toEqual([words, isSpaced])
    expect(found.words.map((word, k) => word + (found.isSpaced[k] === true ? ' ' : '')).join('')).toBe(text)
  })
})
