import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chatJsonl } from '../../src/formats/chat-jsonl.ts'
import { type ConvertInput, convert } from '../convert.ts'
import { issuesOf, recordsIn } from './text-cases.ts'

async function run(config: string, data: object, result: readonly object[], more: Partial<ConvertInput> = {}) {
  const tasks = [{ id: 1, data, annotations: [{ id: 10, result }] }]
  const converted = await convert({ tasks, config: `<View>${config}</View>`, to: chatJsonl, ...more })
  return { records: recordsIn(converted, 'result.jsonl'), issues: issuesOf(converted) }
}

const META = { task_id: 1, annotation_id: 10 }
const said = (id: string, from_name: string, to_name: string, type: string, value: object) => ({
  id,
  from_name,
  to_name,
  type,
  value,
})

describe('messages', () => {
  it('of a chat, with what was answered about it', async () => {
    const folder = 'test/fixtures/heldout-like/chat'
    const [tasks, config] = ['tasks.json', 'config.xml'].map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    const converted = await convert({ tasks: tasks!, config: config!, to: chatJsonl })
    expect(recordsIn(converted, 'result.jsonl')).toEqual([
      {
        messages: [
          { role: 'user', content: 'hi' },
          { role: 'assistant', content: 'Hello\nthere, "you"' },
          { role: 'tool', content: '' },
        ],
        answers: { safe: ['yes'] },
        meta: { task_id: 1, annotation_id: 154, annotator: 1 },
      },
    ])
    expect(issuesOf(converted)).toEqual([])
  })

  it('of the data, where nobody added any', async () => {
    const chat = [{ role: 'user', content: 'hi', createdAt: 3 }]
    const { records } = await run('<Chat name="c" value="$chat"/>', { chat }, [])
    expect(records).toEqual([{ messages: [{ role: 'user', content: 'hi' }], meta: META }])
  })

  it('of a text and what was written about it', async () => {
    const config = '<Text name="q" value="$question"/><TextArea name="a" toName="q"/><Rating name="r" toName="q"/>'
    const { records } = await run(config, { question: 'Why?' }, [
      said('1', 'a', 'q', 'textarea', { text: ['Because.', 'So.'] }),
      said('2', 'r', 'q', 'rating', { rating: 3 }),
    ])
    expect(records).toEqual([
      {
        messages: [
          { role: 'user', content: 'Why?' },
          { role: 'assistant', content: 'Because.\nSo.' },
        ],
        answers: { r: ['3'] },
        meta: META,
      },
    ])
  })
})

describe('preferences', () => {
  const PAIR =
    '<Text name="p" value="$prompt"/><Text name="a" value="$one"/><Text name="b" value="$two"/><Pairwise name="pair" toName="a,b"/>'
  const data = { prompt: 'Why?', one: 'A', two: 'B' }

  it.each([
    ['left', 'A', 'B'],
    ['right', 'B', 'A'],
  ])('of a pair: %s', async (selected, chosen, rejected) => {
    const { records } = await run(PAIR, data, [said('1', 'pair', 'a', 'pairwise', { selected })])
    expect(records).toEqual([{ prompt: 'Why?', chosen, rejected, meta: META }])
  })

  it('of a pair with messages before it', async () => {
    const prompt = [{ role: 'user', content: 'Why?' }]
    const config = PAIR.replace('<Text name="p"', '<Chat name="p"')
    const options = { records: 'preferences' }
    const { records } = await run(config, { ...data, prompt }, [said('1', 'pair', 'a', 'pairwise', { selected: 'left' })], {
      options,
    })
    const reply = (content: string) => [{ role: 'assistant', content }]
    expect(records).toEqual([{ prompt, chosen: reply('A'), rejected: reply('B'), meta: META }])
  })

  it('reports annotations that prefer nothing', async () => {
    const { records, issues } = await run(PAIR, data, [said('1', 'pair', 'a', 'pairwise', { selected: 'none' })])
    expect(records).toEqual([])
    expect(issues).toEqual([['record-missing', 1, undefined]])
  })

  const RANK = '<Text name="p" value="$q"/><List name="l" value="$items"/><Ranker name="rank" toName="l"/>'
  const items = ['x', 'y', 'z'].map((id) => ({ id, title: 'Answer', body: id.toUpperCase() }))
  const ranked = (ranker: object) => [said('1', 'rank', 'l', 'ranker', { ranker })]

  it('of a ranking: the best against the worst, or all pairs', async () => {
    const { records } = await run(RANK, { q: 'Why?', items }, ranked({ rank: ['z', 'x', 'y'] }))
    expect(records).toEqual([{ prompt: 'Why?', chosen: 'Z', rejected: 'Y', meta: META }])
    const all = await run(RANK, { q: 'Why?', items }, ranked({ rank: ['z', 'x', 'y'] }), { options: { pairs: 'all' } })
    expect(all.records).toMatchObject([
      { chosen: 'Z', rejected: 'X' },
      { chosen: 'Z', rejected: 'Y' },
      { chosen: 'X', rejected: 'Y' },
    ])
  })

  it('of buckets, in their order, without what nobody ranked', async () => {
    const { records } = await run(RANK, { q: 'Why?', items }, ranked({ good: ['y'], bad: ['x'], _: ['z'] }))
    expect(records).toMatchObject([{ chosen: 'Y', rejected: 'X' }])
  })
})

describe('ratings', () => {
  it('of each response', async () => {
    const config = '<Text name="p" value="$prompt"/><Text name="a" value="$answer"/><Rating name="r" toName="a"/>'
    const { records } = await run(config, { prompt: 'Why?', answer: 'So.' }, [said('1', 'r', 'a', 'rating', { rating: 4 })])
    expect(records).toEqual([{ prompt: 'Why?', completion: 'So.', rating: 4, meta: META }])
  })
})
