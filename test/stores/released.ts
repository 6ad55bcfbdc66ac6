import { expect } from 'vitest'
import { parseQuery } from '../../src/query/parse.ts'
import type { Store } from '../../src/stores/store.ts'
import { indexed } from './random-tasks.ts'

/** What is in every database of test/fixtures/stores, and that it can be changed and searched. */
export async function expectReleased(store: Store): Promise<void> {
  const [project] = await store.projects()
  expect(project).toEqual({
    ...{ id: 1, title: 'Arms', description: 'of version 1', config: '<View/>', extra: '{"color":"red"}' },
    ...{ createdAt: new Date('2024-01-31T12:00:00Z'), updatedAt: new Date('2024-01-31T12:00:00Z') },
  })
  const found = async (query: string) =>
    (await store.list(1, parseQuery(query), { order: 'id', offset: 0, limit: 10 })).map(({ id }) => id)
  expect(await found('')).toEqual([1, 2, 'three'])
  expect(await found('label:dark annotator:ann@example.com score:>0.5 "left arm" tag:night')).toEqual([1])
  expect(await found('is:skipped OR kein')).toEqual([2, 'three'])
  expect(Buffer.from((await store.get(1, 'three')) ?? []).toString()).toBe('{"id":"three","data":{"text":"kein Arm"}}')
  expect(await store.count(1, parseQuery('is:skipped'))).toMatchObject({ tasks: 1, skippedAnnotations: 1, annotations: 0 })
  expect(await store.origins(1, ['an origin'])).toEqual(new Map([['an origin', 'three']]))
  expect(await store.records.get('filters', 'mine')).toBe('"is:annotated"')
  expect(await store.reserveIds('annotation', 1)).toBe(9)
  await store.put(1, [indexed('{"id":2,"data":{"text":"the left arm"},"tags":["night"]}')], 'overwrite')
  expect(await found('"left arm" tag:night')).toEqual([1, 2])
  expect(await found('right')).toEqual([])
}
