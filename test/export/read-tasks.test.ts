import { describe, expect, it } from 'vitest'
import { readTasks } from '../../src/export/read-tasks.ts'
import type { Task } from '../../src/model/task.ts'

async function all(tasks: AsyncIterable<Task>): Promise<Task[]> {
  const list: Task[] = []
  for await (const task of tasks) list.push(task)
  return list
}

const lines = (...texts: string[]) => Buffer.from(`${texts.join('\n')}\n`)

describe('readTasks', () => {
  it('gives tasks of any dialect in their order', async () => {
    const tasks = await all(readTasks(['examples/image-two-annotators/completions', 'examples/text-entities/tasks.json']))
    expect(tasks.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 1, 2, 3, 4, 5])
    expect(tasks[0]!.annotations[0]!.regions.length).toBeGreaterThan(0)
    expect(tasks[5]!.annotations[0]!.regions[0]!.labels).toEqual(['PER'])
  })

  it('keeps tasks readable when later batches have been read', async () => {
    const texts = Array.from({ length: 9000 }, (_, id) => JSON.stringify({ id, data: { text: `${id} ${'x'.repeat(300)}` } }))
    const tasks = await all(readTasks(lines(...texts)))
    expect(tasks.map(({ data }) => data!.get('text')!.string()!.split(' ')[0])).toEqual(texts.map((_, id) => String(id)))
  })

  it('stops at a task that cannot be read', async () => {
    const source = lines('{"id":1,"data":{}}', '{"id":2,"data":7}')
    await expect(all(readTasks(source))).rejects.toMatchObject({ code: 'task-invalid', where: { line: 2 } })
  })

  it('goes on behind it when somebody is told', async () => {
    const problems: string[] = []
    const source = Buffer.from('[{"id":1,"data":{}}, {"id":2,"data":7}, {"id":3,"data":{}}, {"id":')
    const tasks = await all(readTasks(source, { onProblem: ({ code }) => void problems.push(code) }))
    expect(tasks.map(({ id }) => id)).toEqual([1, 3])
    expect(problems.sort()).toEqual(['input-damaged', 'task-invalid'])
  })

  it('refuses what it does not know', async () => {
    const options: object = { confg: 'x.xml' }
    await expect(all(readTasks('examples/text-entities', options))).rejects.toMatchObject({ hint: 'did you mean --config?' })
    await expect(all(readTasks('no-such-file'))).rejects.toMatchObject({ code: 'input-missing' })
  })

  it('ends when it is called off', async () => {
    const signal = AbortSignal.abort()
    await expect(all(readTasks('examples/text-entities', { signal }))).rejects.toMatchObject({ code: 'cancelled' })
  })
})
