import fc from 'fast-check'
import { type Fields, projectOf, type Subject } from './project.ts'

const CONFIG = `<View>
  <Text name="text" value="$text"/>
  <Choices name="tone" toName="text" choice="multiple"><Choice value="good"/><Choice value="bad" alias="b,d"/></Choices>
  <Taxonomy name="topic" toName="text"><Choice value="a"><Choice value="b"/></Choice></Taxonomy>
  <Rating name="stars" toName="text"/>
  <Number name="amount" toName="text"/>
  <DateTime name="day" toName="text"/>
  <TextArea name="remark" toName="text"/>
</View>`

/** One question each; the same question may be answered twice. */
const ANSWERS: readonly Fields[] = [
  answer('tone', 'choices', { choices: ['good'] }),
  answer('tone', 'choices', { choices: ['good', 'b,d'] }),
  answer('tone', 'choices', { choices: [] }),
  answer('topic', 'taxonomy', { taxonomy: [['a', 'b'], ['a']] }),
  answer('stars', 'rating', { rating: 4 }),
  answer('amount', 'number', { number: -0.5 }),
  answer('day', 'datetime', { datetime: '2024-01-02' }),
  answer('remark', 'textarea', { text: ['=1+1', 'two\r\nlines; "quotes", commas\tand tabs'] }),
  answer('remark', 'textarea', { text: 'a bare string' }),
  answer('unheard of', 'choices', { choices: ['x'] }),
]

/** Answers about whole tasks and no regions; data keys that collide with columns of tables. */
export const answersProject = projectOf(
  CONFIG,
  fc
    .dictionary(
      fc.constantFrom('text', 'id', 'annotator', 'tone', 'lead_time', 'ü "x", y', 'nested', '__proto__'),
      fc.constantFrom<unknown>('a', '', 'two\nlines', null, 12.5, true, [1, 'a'], { a: { b: null } }),
    )
    .map(
      (data): Subject => ({
        data,
        work: fc.record({
          drawn: fc.constant([]),
          answers: fc.array(fc.constantFrom(...ANSWERS), { maxLength: 4 }),
          relations: fc.constant([]),
        }),
      }),
    ),
)

function answer(control: string, type: string, value: Fields): Fields {
  return { from_name: control, to_name: 'text', type, value }
}
