import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import '../../seed.ts'
import { run, type Span, taskOf } from './run.ts'

/** Entities as any reader of the scheme has them: label and tokens. A tag that cannot stand where it stands throws. */
function readEntities(conll: string, scheme: string): { label: string; words: string }[] {
  const entities: { label: string; words: string }[] = []
  for (const sentence of conll.split('\n\n')) {
    let open: string | undefined
    for (const row of sentence.split('\n').filter((line) => line !== '' && !line.startsWith('-DOCSTART-'))) {
      const columns = row.split(' ')
      if (columns.length !== 4) throw new Error(`not four columns: ${row}`)
      const [, prefix, label] = /^([BILU])-(.+)$/.exec(columns[3]!) ?? []
      const continues = open !== undefined && open === label && (prefix === 'I' || prefix === 'L')
      const mayStart =
        scheme === 'IOB1'
          ? prefix === 'I' || (prefix === 'B' && open === label)
          : prefix === 'B' || (scheme === 'BILOU' && prefix === 'U')
      if (prefix !== undefined && !continues && !mayStart) throw new Error(`${row} behind ${open}`)
      if (scheme === 'BILOU' && open !== undefined && !continues) throw new Error(`${open} is not closed before ${row}`)
      if (label === undefined) open = undefined
      else {
        if (continues) entities.at(-1)!.words += columns[0]
        else entities.push({ label, words: columns[0]! })
        open = scheme === 'BILOU' && (prefix === 'L' || prefix === 'U') ? undefined : label
      }
    }
    if (scheme === 'BILOU' && open !== undefined) throw new Error(`${open} is not closed`)
  }
  return entities
}

describe('conll2003 read back', () => {
  it.each(['IOB2', 'IOB1', 'BILOU'])('%s: gives each written span and no other', async (scheme) => {
    const words = fc.constantFrom('Ann', 'New York', ' ', '. ', '\n', "don't", '北京', '😀', 'Dr. ', ', ', 'x-y', '\u00a0')
    const drawn = fc.record({
      parts: fc.array(words, { minLength: 1, maxLength: 12 }),
      spans: fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.constantFrom('PER', 'LOC')), { maxLength: 6 }),
      dialect: fc.constantFrom('auto', 'annotation-lab', 'conll2003', 'spark-nlp'),
      overlaps: fc.constantFrom('longest', 'first'),
    })
    await fc.assert(
      fc.asyncProperty(drawn, async ({ parts, spans, dialect, overlaps }) => {
        const letters = [...parts.join('')]
        const placed = spans.map(([a, b, label]): Span => {
          const [start, end] = [Math.min(a, b) % letters.length, Math.max(a, b)]
          return [letters.slice(start, end).join(''), label, start]
        })
        const { conll, issues } = await run([taskOf(letters.join(''), placed)], { scheme, dialect, overlaps })
        const lost = new Set(
          issues.filter(({ code }) => code === 'span-overlapped' || code === 'span-outside').map(({ region }) => region),
        )
        const expected = placed
          .map(([word, label, start], index) => ({ label, words: word.replaceAll(/\s/g, ''), start: start!, id: `s${index}` }))
          .filter(({ id }) => !lost.has(id))
          .sort((a, b) => a.start - b.start)
        expect(readEntities(conll, scheme)).toEqual(expected.map(({ label, words }) => ({ label, words })))
      }),
      { numRuns: 60 },
    )
  })
})
