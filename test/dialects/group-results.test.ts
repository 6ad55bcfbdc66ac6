import { describe, expect, it } from 'vitest'
import { answerTexts } from '../../src/model/task.ts'
import { annotationOf, regionOf, result } from './task-of.ts'

const BOX = { x: 1, y: 2, width: 3, height: 4, rotation: 0 }
const SIZED = { original_width: 100, original_height: 50 }

describe('results that share an id are one region', () => {
  it('box, labels, text and choices', () => {
    const region = regionOf([
      result('rectangle', BOX, { from_name: 'bbox', ...SIZED }),
      result('labels', { ...BOX, labels: ['A', 'B'] }, SIZED),
      result('textarea', { ...BOX, text: ['one', 'two'] }, { from_name: 'said', ...SIZED }),
      result('choices', { ...BOX, choices: ['x', 'y'] }, { from_name: 'how' }),
      result('rating', { ...BOX, rating: 4 }, { from_name: 'stars' }),
      result('number', { ...BOX, number: 1.5 }, { from_name: 'count' }),
      result('taxonomy', { ...BOX, taxonomy: [['a', 'b'], ['c']] }, { from_name: 'tree' }),
      result('datetime', { ...BOX, datetime: '2024-01-01' }, { from_name: 'when' }),
    ])
    expect(region).toMatchObject({
      id: 'r1',
      fromName: 'label',
      toName: 'it',
      labels: ['A', 'B'],
      shape: { kind: 'rectangle', ...BOX },
      mediaSize: { width: 100, height: 50 },
    })
    expect(region.attributes.map((answer) => [answer.fromName, answer.type, answerTexts(answer)])).toEqual([
      ['said', 'textarea', ['one', 'two']],
      ['how', 'choices', ['x', 'y']],
      ['stars', 'rating', ['4']],
      ['count', 'number', ['1.5']],
      ['tree', 'taxonomy', ['a / b', 'c']],
      ['when', 'datetime', ['2024-01-01']],
    ])
    expect(region.results).toHaveLength(8)
  })

  it('the geometry may come last', () => {
    const region = regionOf([
      result('choices', { choices: ['x'] }, { from_name: 'how' }),
      result(
        'polygonlabels',
        {
          points: [
            [0, 0],
            [1, 0],
            [0, 1],
          ],
          polygonlabels: ['A'],
        },
        SIZED,
      ),
    ])
    expect(region).toMatchObject({
      fromName: 'label',
      labels: ['A'],
      shape: { kind: 'polygon' },
      mediaSize: { width: 100, height: 50 },
    })
    expect(region.attributes.map(({ fromName }) => fromName)).toEqual(['how'])
  })

  it('a sound shape wins over a damaged one', () => {
    const region = regionOf([
      result('rectanglelabels', { x: 1, rectanglelabels: ['A'] }),
      result('rectangle', BOX, { from_name: 'bbox' }),
    ])
    expect(region.shape.kind).toBe('rectangle')
    expect(region.labels).toEqual(['A'])
  })

  it('several results of one control give all labels, each once', () => {
    const region = regionOf([
      result('rectanglelabels', { ...BOX, rectanglelabels: ['A'] }),
      result('rectanglelabels', { ...BOX, rectanglelabels: ['B', 'A'] }),
    ])
    expect(region.labels).toEqual(['A', 'B'])
  })

  it('labels may stand under another name, or be numbers', () => {
    expect(regionOf([result('rectangle', { ...BOX, rectanglelabels: ['A'] })]).labels).toEqual(['A'])
    expect(regionOf([result('brushlabels', { rle: [1], labels: ['A'] })]).labels).toEqual(['A'])
    expect(regionOf([result('labels', { start: 0, end: 1, labels: [1, true] })]).labels).toEqual(['1', 'true'])
    expect(regionOf([result('rectanglelabels', { ...BOX, rectanglelabels: [] })]).labels).toEqual([])
    expect(regionOf([result('rectanglelabels', { ...BOX, rectanglelabels: ['', 'A'] })]).labels).toEqual(['A'])
    expect(regionOf([result('rectanglelabels', { ...BOX, rectanglelabels: null })]).labels).toEqual([])
  })
})

describe('results that share an id and are several regions', () => {
  it('one control, two places', () => {
    const { regions } = annotationOf([
      result('rectanglelabels', { ...BOX, rectanglelabels: ['A'] }),
      result('rectanglelabels', { ...BOX, x: 50, rectanglelabels: ['B'] }),
      result('textarea', { ...BOX, x: 50, text: ['of B'] }, { from_name: 'said' }),
      result('textarea', { ...BOX, text: ['of A'] }, { from_name: 'said' }),
    ])
    expect(regions.map(({ labels, shape, attributes }) => [labels, shape, attributes.map(answerTexts)])).toEqual([
      [['A'], { kind: 'rectangle', ...BOX }, [['of A']]],
      [['B'], { kind: 'rectangle', ...BOX, x: 50 }, [['of B']]],
    ])
  })

  it('the same place on another page', () => {
    const { regions } = annotationOf([
      result('rectanglelabels', { ...BOX, rectanglelabels: ['A'] }, { item_index: 0 }),
      result('rectanglelabels', { ...BOX, rectanglelabels: ['A'] }, { item_index: 1 }),
    ])
    expect(regions.map(({ page }) => page)).toEqual([0, 1])
  })

  it('two objects', () => {
    const { regions } = annotationOf([
      result('labels', { start: 0, end: 1, labels: ['A'] }),
      result('labels', { start: 0, end: 1, labels: ['A'] }, { to_name: 'other' }),
    ])
    expect(regions.map(({ toName }) => toName)).toEqual(['it', 'other'])
  })

  it('no ids at all', () => {
    const { regions } = annotationOf([
      { ...result('labels', { start: 0, end: 1, labels: ['A'] }), id: undefined },
      { ...result('labels', { start: 0, end: 1, labels: ['B'] }), id: null },
      { ...result('labels', { start: 0, end: 1, labels: ['C'] }), id: '' },
    ])
    expect(regions.map(({ id, labels }) => [id, labels])).toEqual([
      ['', ['A']],
      ['', ['B']],
      ['', ['C']],
    ])
  })

  it('a number is an id like any other', () => {
    const { regions } = annotationOf([
      result('rectangle', BOX, { id: 5, from_name: 'bbox' }),
      result('labels', { ...BOX, labels: ['A'] }, { id: '5' }),
    ])
    expect(regions.map(({ id, labels }) => [id, labels])).toEqual([['5', ['A']]])
  })
})

describe('what belongs to a region', () => {
  it('page, parent, length and score', () => {
    const region = regionOf([
      result('rectanglelabels', BOX, { item_index: 3, parentID: 'p', original_length: 12.5, score: 0.25 }),
    ])
    expect(region).toMatchObject({ page: 3, parentId: 'p', mediaSeconds: 12.5, score: 0.25, mediaSize: undefined })
  })

  it('Annotation Lab: pageNumber from 1, confidence as text or number', () => {
    expect(regionOf([result('rectanglelabels', { ...BOX, confidence: '0.75' }, { pageNumber: 2 })])).toMatchObject({
      page: 1,
      score: 0.75,
    })
    expect(regionOf([result('labels', { start: 0, end: 1, confidence: 1 })]).score).toBe(1)
  })

  it('none of it where the values are none', () => {
    const region = regionOf([
      result('rectanglelabels', BOX, { item_index: -1, parentID: '', original_width: 0, original_height: 50, score: 'high' }),
    ])
    expect(region).toMatchObject({ page: undefined, parentId: undefined, mediaSize: undefined, score: undefined })
  })
})

describe('answers about the whole task', () => {
  it.each([
    ['choices', { choices: ['a', 'b'] }, ['a', 'b']],
    ['choices', { choices: [] }, []],
    ['choices', { choices: null }, []],
    ['textarea', { text: ['a', 'b'] }, ['a', 'b']],
    ['textarea', { text: 'a' }, ['a']],
    ['rating', { rating: 3 }, ['3']],
    ['number', { number: 1.0 }, ['1']],
    ['datetime', { datetime: '2024' }, ['2024']],
    ['taxonomy', { taxonomy: [['a', 'b']] }, ['a / b']],
    ['pairwise', { selected: 'left' }, ['{"selected":"left"}']],
    ['ranker', { ranker: { rank: ['x'] } }, ['{"rank":["x"]}']],
  ])('%s %j', (type, value, texts) => {
    const { answers, regions } = annotationOf([result(type, value)])
    expect(regions).toEqual([])
    expect(answers.map((answer) => [answer.fromName, answer.type, answerTexts(answer)])).toEqual([['label', type, texts]])
  })

  it('those that share an id stay apart', () => {
    const { answers } = annotationOf([
      result('choices', { choices: ['a'] }),
      result('choices', { choices: ['b'] }),
      result('textarea', { text: ['c'] }, { from_name: 'why' }),
    ])
    expect(answers.map(answerTexts)).toEqual([['a'], ['b'], ['c']])
  })
})

it('relations', () => {
  const { relations, regions, answers } = annotationOf([
    { type: 'relation', from_id: 'a', to_id: 'b', direction: 'right', labels: ['part of'] },
    { type: 'relation', from_id: 1, to_id: 2 },
  ])
  expect(relations.map(({ from, to, direction, labels }) => ({ from, to, direction, labels }))).toEqual([
    { from: 'a', to: 'b', direction: 'right', labels: ['part of'] },
    { from: '1', to: '2', direction: undefined, labels: [] },
  ])
  expect([regions, answers]).toEqual([[], []])
})

it('everything is somewhere: regions, answers and relations hold each result once', () => {
  const annotation = annotationOf([
    result('rectangle', BOX, { from_name: 'bbox' }),
    result('choices', { choices: ['a'] }, { id: 'r2' }),
    result('labels', { ...BOX, labels: ['A'] }),
    { type: 'relation', from_id: 'r1', to_id: 'r2' },
    result('odd', { anything: 1 }, { id: 'r3' }),
    result('labels', { labels: ['A'] }, { id: 'r4' }),
  ])
  const held = [
    ...annotation.regions.flatMap(({ results }) => results),
    ...annotation.answers.map((answer) => answer.result),
    ...annotation.relations.map((relation) => relation.result),
  ]
  const tokens = (results: typeof held) => results.map(({ node }) => node.token).sort((a, b) => a - b)
  expect(tokens(held)).toEqual(tokens([...annotation.results]))
})
