import { readFileSync } from 'node:fs'
import { readBatches } from '../../src/io/read-batches.ts'
import { type Json, JsonNode, parseJson } from '../../src/json/node.ts'
import { scan } from '../../src/json/scan.ts'
import { openLive } from '../../src/live/open-live.ts'
import type { GoldpanError } from '../../src/model/error.ts'
import { listOf } from '../io/raw-tasks.ts'

export const FIXTURES = 'test/fixtures/label-studio'

/** All tasks of a live source, the pauses it made, and the problem that ended it, if one did. */
export async function readLive(source: string, options: { token?: string; project?: number } = {}) {
  const pauses: number[] = []
  const pause = async (milliseconds: number) => void pauses.push(milliseconds)
  const input = await openLive(source, { ...options, pause })
  try {
    const problems: GoldpanError[] = []
    const tasks: string[] = []
    for await (const batch of readBatches(input.files, {
      damaged: (error) => void problems.push(error),
      trailingComma: () => undefined,
    })) {
      for (const { start, end } of listOf(batch.tasks)) tasks.push(new JsonNode(scan(batch.bytes, start, end), 0).text())
    }
    return {
      tasks,
      ids: tasks.map((text) => JSON.parse(text).id),
      pauses,
      problems,
      name: input.files[0]?.name,
      config: await input.config?.read(),
    }
  } finally {
    await input.close()
  }
}

type Fields = Record<string, Json>

/** The text of a snapshot with its tasks in the order of their ids: on PostgreSQL Label Studio exports them in any order. */
export function inOrder(name: string): string {
  const tasks = parseJson(readFileSync(`${FIXTURES}/${name}`)).elements()
  const idOf = (task: JsonNode) => task.get('id')!.number()!
  return `[${tasks
    .sort((a, b) => idOf(a) - idOf(b))
    .map((task) => task.text())
    .join(',')}]`
}

/** Tasks of a snapshot, as texts in which every number is spelled as in the file, without what is put together for display. */
export function exported(name: string, change: (task: Fields, annotations: Fields[]) => void = () => undefined): string[] {
  const tasks: Fields[] = JSON.parse(spelled(inOrder(name)))
  return tasks.map((task) => {
    const lists = ['annotations', 'predictions', 'drafts'].map((key) => task[key] as unknown as Fields[]) // lists in every export
    for (const fields of lists.flat()) for (const key of ['created_ago', 'created_username']) delete fields[key]
    change(task, lists[0]!)
    return JSON.stringify(task)
  })
}

/** The text with every number as a string, so that `1.0` and `1` differ after parsing. */
export function spelled(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    token.startsWith('"') ? token : `"#${token}"`,
  )
}
