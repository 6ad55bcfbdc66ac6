import { expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { convert } from '../convert.ts'
import { askPython, formatOf, writeFiles } from './python.ts'

it('LabelMe’s rules hold for random projects', async () => {
  const result = await convert({ ...bigProject('image'), to: formatOf('labelme') })
  const { counts, problems } = askPython('labelme.py', writeFiles(result)) as {
    counts: Record<string, number>
    problems: string[]
  }
  expect(problems).toEqual([])
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(result.wrote.get('shapes'))
  expect(Object.keys(counts).sort()).toEqual(expect.arrayContaining(['mask', 'point', 'polygon', 'rectangle']))
})
