// Puts tasks into a project of a store, fifty at once, loads as many more, and writes a line after both: `put-forever.mjs URL PROJECT`.
import { openStore } from '../../src/stores/index.ts'
import type { IndexedTask } from '../../src/stores/store.ts'
import { indexed } from './random-tasks.ts'

const [url = '', project = ''] = process.argv.slice(2)
const store = await openStore(url)
for (let first = 1; ; first += 100) {
  await store.put(Number(project), fiftyTasks(first), 'skip')
  await store.load(Number(project), fiftyTasks(first + 50), 'skip')
  process.stdout.write(`${first}\n`)
}

function fiftyTasks(first: number): IndexedTask[] {
  return Array.from({ length: 50 }, (_, k) =>
    indexed(JSON.stringify({ id: first + k, data: { text: 'word '.repeat(200) }, tags: ['all'] }), `origin ${first + k}`),
  )
}
