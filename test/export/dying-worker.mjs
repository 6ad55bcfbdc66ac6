import { existsSync, writeFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'

// Ends at the first batch it gets, once for all threads (the job's mediaRoot names the file that remembers it), and always at batch 13.
let marker = ''
parentPort.on('message', (request) => {
  if (request.kind === 'job') {
    marker = request.job.mediaRoot
    return
  }
  const { firstIndex } = request.batch
  if (firstIndex === 13) process.exit(1)
  if (!existsSync(marker)) {
    writeFileSync(marker, '')
    process.exit(1)
  }
  if (firstIndex === 7) {
    parentPort.postMessage({ kind: 'error', error: { code: 'seven', message: 'no', hint: 'eight', where: { task: 7 } } })
    return
  }
  parentPort.postMessage({ kind: request.kind, result: { parts: [firstIndex] } })
})
