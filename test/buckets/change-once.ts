// Puts another text into task 1 of project 1, as soon as nobody holds the lock: `change-once.mjs URL TEXT LOCK_MILLISECONDS`.
import { openBucketStore } from '../../src/stores/bucket.ts'
import { plainTask } from '../stores/random-tasks.ts'

const [url = '', text = '', lockMilliseconds = ''] = process.argv.slice(2)
const store = await openBucketStore(url, { lockMilliseconds: Number(lockMilliseconds) })
await store.change(1, 1, () => plainTask(1, text))
await store.close()
