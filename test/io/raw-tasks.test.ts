import { expect, it } from 'vitest'
import { RawTaskList } from '../../src/io/raw-tasks.ts'
import { listOf, rawTasks } from './raw-tasks.ts'

const at = (start: number, file: string) => ({ start, end: start + 5, byte: 2 ** 40 + start, line: 7, column: 3, file })

it('raw tasks come out of their numbers as they went in, however many there are', () => {
  const list = Array.from({ length: 1000 }, (_, k) => at(6 * k, `${Math.floor(k / 300) % 2}.json`))
  const tasks = rawTasks(list)
  expect(listOf(tasks)).toEqual(list)
  expect([tasks.length, tasks.startOf(999), tasks.endOf(999)]).toEqual([1000, 5994, 5999])
  expect(tasks.bytes).toBe(6 * 1000 - 4) // one byte stands between two of a file
  expect(listOf(tasks.choose([999, 0, 301]))).toEqual([list[999], list[0], list[301]])
  expect(listOf(tasks.choose([]))).toEqual([])
})

it('a list of raw tasks that were taken leaves room for the next ones', () => {
  const list = new RawTaskList()
  expect(list.end).toBe(0)
  list.add(0, 5, at(0, 'a.json'), 'a.json')
  expect([list.length, list.end]).toEqual([1, 5])
  const taken = list.take()
  expect([list.length, list.end]).toEqual([0, 0])
  list.add(1, 6, at(1, 'b.json'), 'b.json')
  expect(listOf(taken)).toEqual([at(0, 'a.json')])
  expect(listOf(list.take())).toEqual([at(1, 'b.json')])
})
