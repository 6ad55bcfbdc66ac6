import { describe, expect, it } from 'vitest'
import { conll2003 } from '../../../src/formats/conll2003.ts'
import { convert } from '../../convert.ts'
import { brief, golden, run, taskOf } from './run.ts'

describe('conll2003 text', () => {
  it.each([
    ['code points', (text: string) => [...text].length],
    ['UTF-16 units', (text: string) => text.length],
  ])('emoji and combining marks, offsets in %s', async (_unit, count) => {
    const text = '😀👩‍🚀 Zoe\u0301 in Zürich.'
    const task = taskOf(text, [['Zürich', 'LOC']])
    const value = task.annotations[0]!.result[0]!.value
    value.start = count(text.slice(0, text.indexOf('Zürich')))
    value.end = value.start + 6
    expect(brief((await run([task])).conll)).toBe('😀👩‍🚀/O Zoe\u0301/O in/O Zürich/B-LOC ./O')
  })

  it('right-to-left text', async () => {
    expect(brief((await run([taskOf('זה דוד כהן מחיפה.', [['דוד כהן', 'PER']])])).conll)).toBe(
      'זה/O דוד/B-PER כהן/I-PER מחיפה/O ./O',
    )
  })

  it('no token holds white space of any kind, and a text cannot start a document', async () => {
    const { conll } = await run([taskOf('a\u00a0b\u2028c\u0085d\u001ce\ufefff -DOCSTART- \u0000', [])], { sentences: 'document' })
    expect(brief(conll)).toBe('a/O b/O c/O d/O e/O f/O -/O DOCSTART-/O \u0000/O')
  })

  it('half a surrogate pair is replaced and reported', async () => {
    const { conll, said } = await run([taskOf('a \ud83d b', [['b', 'PER']])])
    expect(brief(conll)).toBe('a/O \ufffd/O b/B-PER')
    expect(said).toEqual(['approximated text-unpaired'])
  })

  it('a span over another text than it says is written where it stands and reported', async () => {
    const task = taskOf('Bob left', [['Bob', 'PER']])
    task.annotations[0]!.result[0]!.value.text = 'Eve'
    const { conll, issues } = await run([task])
    expect(brief(conll)).toBe('Bob/B-PER left/O')
    expect(issues.map(({ effect, message }) => `${effect} ${message}`)).toEqual(['assumed the text at 0–3 is not `Eve`'])
  })

  it('spans of white space only, and white space around spans', async () => {
    const { conll, said } = await run([
      taskOf('a  b c', [
        ['  ', 'ORG'],
        [' c', 'PER'],
      ]),
    ])
    expect(brief(conll)).toBe('a/O b/O c/B-PER')
    expect(said).toEqual(['dropped span-outside s0'])
  })

  it('a text that is not there is reported, with each region on it', async () => {
    const { conll, said } = await run([{ ...taskOf('Bob', [['Bob', 'PER']]), data: { text: null } }])
    expect(conll).toBe('-DOCSTART- -X- O\n')
    expect(said).toEqual(['dropped text-missing', 'dropped text-missing s0'])
  })

  it('HyperText: global offsets count the text of the HTML, blocks part sentences, inline tags part nothing', async () => {
    const config =
      '<View><HyperTextLabels name="label" toName="text"><Label value="PER"/></HyperTextLabels><HyperText name="text" value="$html"/></View>'
    const html =
      '<html><head><title>no</title></head><body><h1>Fish &amp; Chips</h1><p>Mr <b>Bo</b>b\nleft<br>now</p><style>p{}</style>end</body></html>'
    const span = (id: string, value: Record<string, unknown>) => ({
      id,
      from_name: 'label',
      to_name: 'text',
      type: 'hypertextlabels',
      value: { hypertextlabels: ['PER'], ...value },
    })
    const xpath = { start: '/p[1]/b[1]/text()[1]', startOffset: 0, end: '/p[1]/text()[2]', endOffset: 1 }
    const task = (value: Record<string, unknown>) => ({
      id: 1,
      data: { html },
      annotations: [{ id: 7, result: [span('h1', value)] }],
    })
    const expected = 'Fish/O &/O Chips/O | Mr/O Bob/B-PER left/O | now/O | end/O'
    const byOffsets = await run([task({ ...xpath, globalOffsets: { start: 15, end: 18 }, text: 'Bob' })], {}, config)
    expect(brief(byOffsets.conll)).toBe(expected)
    expect(brief((await run([task({ ...xpath, text: 'Bob' })], {}, config)).conll)).toBe(expected)
    const wrong = await run([task({ ...xpath, globalOffsets: { start: 0, end: 4 }, text: 'Eve' })], {}, config)
    expect(brief(wrong.conll)).toBe('Fish/B-PER &/O Chips/O | Mr/O Bob/O left/O | now/O | end/O')
    expect(wrong.said).toEqual(['assumed offset-mismatch h1'])
  })

  it('Paragraphs: a block per paragraph, spans by paragraph and offset', async () => {
    const { conll, said, wrote } = await golden('paragraphs_dialogue')
    expect(brief(conll)).toBe(
      'Hi/O Bob/O ,/O is/B-Question the/I-Question order/I-Question ready/I-Question ?/I-Question | Yes/B-Answer —/O ships/O 5/O //O 6/O ./O | Cheers/O !/O',
    )
    expect(said).toEqual(['dropped answer-dropped d3'])
    expect(wrote.get('regions')).toBe(2)
  })

  it('several texts are documents of their own, and so is each annotation when all are asked for', async () => {
    const config =
      '<View><Labels name="label" toName="a,b"><Label value="PER"/></Labels><Text name="a" value="$a"/><Text name="b" value="$b"/></View>'
    const on = (to: string) => ({
      id: `s${to}`,
      from_name: 'label',
      to_name: to,
      type: 'labels',
      value: { start: 0, end: 3, text: 'Bob', labels: ['PER'] },
    })
    const task = {
      id: 1,
      data: { a: 'Bob a', b: 'Bob b' },
      annotations: [
        { id: 1, result: [on('b')] },
        { id: 2, result: [on('a')] },
      ],
    }
    const { text } = await convert({ tasks: [task], to: conll2003, config, selection: { annotations: 'all' } })
    expect(brief(text('result.conll'))).toBe('Bob/O a/O | Bob/B-PER b/O | Bob/B-PER a/O | Bob/O b/O')
  })

  it('tasks that nobody annotated are written without tags, with or without a config', async () => {
    const tasks = [{ id: 1, data: { text: 'Hi, Bob' } }]
    expect(brief((await run(tasks)).conll)).toBe('Hi/O ,/O Bob/O')
    expect(brief((await convert({ tasks, to: conll2003 })).text('result.conll'))).toBe('Hi/O ,/O Bob/O')
  })
})
