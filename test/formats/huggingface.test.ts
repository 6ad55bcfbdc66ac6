import { describe, expect, it } from 'vitest'
import { huggingface } from '../../src/formats/huggingface.ts'
import { convert } from '../convert.ts'
import { audioTask, convertAudio, segment, transcript } from './audio-cases.ts'
import { answer, convertTexts, issuesOf, recordsIn, relation, span, textTask } from './text-cases.ts'

describe('huggingface', () => {
  it('writes texts with spans and answers', async () => {
    const text = '😀 Ann'
    const result = [
      span('a', text, 'Ann', ['PER', 'Big City']),
      answer('t', 'tone', 'choices', { choices: ['good'] }),
      answer('s', 'stars', 'rating', { rating: 4 }),
      answer('a', 'sure', 'choices', { start: 2, end: 5, choices: ['yes'] }),
      relation('a', 'a'),
    ]
    const converted = await convertTexts(huggingface, [textTask(1, text, result)])
    expect(recordsIn(converted, 'train.jsonl')).toEqual([
      { text, task_id: '1', spans: { start: [2, 2], end: [5, 5], label: ['PER', 'Big City'] }, tone: ['good'], stars: 4 },
    ])
    expect(issuesOf(converted)).toEqual([
      ['relation-dropped', 1, 'a'],
      ['attribute-dropped', 1, 'a'],
    ])
  })

  it('writes images with boxes in pixels, cut at the border', async () => {
    const config = `<View><Image name="i" value="$image"/><RectangleLabels name="r" toName="i"><Label value="car"/></RectangleLabels>
      <Choices name="kind" toName="i"><Choice value="day"/></Choices></View>`
    const box = (id: string, x: number, rotation = 0) => ({
      ...{ id, from_name: 'r', to_name: 'i', type: 'rectanglelabels', original_width: 200, original_height: 100 },
      value: { x, y: 10, width: 20, height: 30, rotation, rectanglelabels: ['car'] },
    })
    const kind = { id: 'k', from_name: 'kind', to_name: 'i', type: 'choices', value: { choices: ['day'] } }
    const annotated = {
      id: 1,
      data: { image: 'a/x 1.jpg' },
      annotations: [{ id: 10, result: [box('a', 10), box('b', 90), kind] }],
    }
    const empty = { id: 2, data: { image: 'b/x 1.jpg' }, annotations: [{ id: 20, result: [] }] }
    const converted = await convert({ tasks: [annotated, empty], config, to: huggingface })
    expect(recordsIn(converted, 'train/metadata.jsonl')).toEqual([
      {
        ...{ file_name: 'x 1.jpg', task_id: '1', kind: ['day'] },
        objects: {
          bbox: [
            [20, 10, 40, 30],
            [180, 10, 20, 30],
          ],
          category: ['car', 'car'],
        },
      },
      {
        file_name: expect.stringMatching(/^x 1-[0-9a-f]{8}\.jpg$/),
        task_id: '2',
        objects: { bbox: [], category: [] },
        kind: null,
      },
    ])
    expect(issuesOf(converted)).toEqual([
      ['region-clipped', 1, 'b'],
      ['name-changed', undefined, undefined],
    ])
  })

  it('writes recordings with segments', async () => {
    const result = [segment('b', 1, 2, []), transcript('b', 'one', 'two'), segment('a', 0, 1, ['Agent'])]
    const converted = await convertAudio(huggingface, [audioTask(1, 'a.wav', result)])
    expect(recordsIn(converted, 'train/metadata.jsonl')).toEqual([
      {
        ...{ file_name: 'a.wav', task_id: '1' },
        segments: { start: [0, 1], end: [1, 2], label: ['Agent', ''], text: ['', 'one\ntwo'] },
      },
    ])
    expect(issuesOf(converted)).toEqual([])
  })
})
