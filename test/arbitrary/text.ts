import fc from 'fast-check'
import { type Drawn, labelsOf, projectOf, rarely, type Subject, workOf } from './project.ts'

const LABELS = ['PER', 'Big Person', 'LOC']
const CONFIG = `<View>
  <Text name="text" value="$text"/>
  <Labels name="entity" toName="text">${LABELS.map((label) => `<Label value="${label}"/>`).join('')}</Labels>
  <Labels name="assertion" toName="text"><Label value="ABSENT"/><Label value="PRESENT"/></Labels>
  <Relations><Relation value="is part of"/></Relations>
  <Choices name="tone" toName="text"><Choice value="good"/><Choice value="bad"/></Choices>
</View>`

const PIECES = [
  'Ann',
  'New York',
  ' ',
  ' ',
  '. ',
  '.\n',
  '\n\n',
  'Dr. ',
  '😀',
  'ü',
  '北京',
  ', ',
  '3.14',
  '"',
  'don\u2019t',
  '\t',
  '-DOCSTART-',
  'e\u0301',
  '👨‍👩‍👧',
]

/** Spans over texts with emoji, Chinese and odd white space; overlapping, equal, empty and outside ones; counted in code points or in UTF-16 units. */
export const textProject = projectOf(
  CONFIG,
  fc
    .record({
      text: fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join('')),
      unit: fc.constantFrom<Unit>('code points', 'code points', 'UTF-16'),
      isKept: rarely(fc.boolean(), true),
    })
    .map(
      ({ text, unit, isKept }): Subject => ({
        data: { id: 'ext-1', ...(isKept ? { text } : {}) },
        work: workOf(
          spanOf(text, unit),
          fc.constant({ from_name: 'tone', to_name: 'text', type: 'choices', value: { choices: ['good', 'bad'] } }),
        ),
      }),
    ),
)

type Unit = 'code points' | 'UTF-16'

function spanOf(text: string, unit: Unit): fc.Arbitrary<Drawn> {
  const letters = unit === 'UTF-16' ? text.split('') : [...text]
  return fc
    .record({
      ends: fc.tuple(fc.nat(letters.length), fc.nat(letters.length)),
      control: fc.constantFrom('entity', 'entity', 'entity', 'assertion'),
      labels: labelsOf(LABELS),
      oddity: rarely(fc.constantFrom('outside', 'no text', 'wrong text'), 'none'),
    })
    .map(({ ends, control, labels, oddity }) => {
      const start = Math.min(...ends) + (oddity === 'outside' ? letters.length + 1 : 0)
      const end = Math.max(...ends) + (oddity === 'outside' ? letters.length + 1 : 0)
      const slice = oddity === 'wrong text' ? 'something else' : letters.slice(start, end).join('')
      const value = {
        start,
        end,
        ...(oddity === 'no text' ? {} : { text: slice.toWellFormed() }),
        labels: control === 'entity' ? labels : ['ABSENT'],
      }
      return { results: [{ from_name: control, to_name: 'text', type: 'labels', value }] }
    })
}
