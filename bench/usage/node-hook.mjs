// Loaded before a program that Node runs: writes at its end what it took, as `user system kibibytes`.
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const path = process.env.GOLDPAN_BENCH_USAGE
if (isMainThread && path !== undefined)
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    writeFileSync(path, `${userCPUTime / 1e6} ${systemCPUTime / 1e6} ${maxRSS}\n`)
  })
