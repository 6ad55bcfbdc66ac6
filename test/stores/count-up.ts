// Adds one to the number in task 1 of project 1 thirty times, and puts a task of its own each time: `count-up.mjs URL FIRST`, where FIRST is the id of the first.
import { openStore } from '../../src/stores/index.ts'
import { indexed, plainTask } from './random-tasks.ts'

const [url = '', first = ''] = process.argv.slice(2)
const store = await openStore(url)
for (let k = 0; k < 30; k++) {
  await store.put(1, [plainTask(Number(first) + k), plainTask(`${first}-${k}`)], 'skip')
  await store.change(1, 1, (document) => {
    const text = Buffer.from(document).toString()
    return indexed(text.replace(/\d+(?=\}\})/, (digits) => String(Number(digits) + 1)))
  })
}
await store.close()
