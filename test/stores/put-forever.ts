// Puts tasks into a project of a store, fifty at once, and writes a line after each put: `put-forever.mjs URL PROJECT`.
import { openStore } from '../../src/stores/index.ts'
import { indexed } from './random-tasks.ts'

const [url = '', project = ''] = process.argv.slice(2)
const store = await openStore(url)
for (let first = 1; ; first += 50) {
  const tasks = Array.from({ length: 50 }, (_, k) =>
    indexed(JSON.stringify({ id: first + k, data: { text: 'word '.repeat(200) }, tags: ['all'] }), `origin ${first + k}`),
  )
  await store.put(Number(project), tasks, 'skip')
  process.stdout.write(`${first}\n`)
}
