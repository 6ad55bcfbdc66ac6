import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { measure } from '../../bench/measure.mjs'
import { scratch } from '../io/scratch.ts'

const HELD = 80_000_000 // bytes
const folder = scratch()
const hold = `const held = Buffer.alloc(${HELD}, 1)`

describe('measuring a program', () => {
  it('the memory it held at once', async () => {
    const { peak } = await measure([process.execPath, '-e', hold])
    expect(peak).toBeGreaterThan(HELD)
  })

  it.runIf(process.platform === 'linux')('with that of the programs it started', async () => {
    const [ready, seen] = ['ready', 'seen'].map((name) => join(folder.path, name))
    const wait = `fs.writeFileSync('${ready}', ''); setInterval(() => fs.existsSync('${seen}') && process.exit(), 20)`
    const child = `${hold}; const fs = require('node:fs'); ${wait}`
    const parent = `${hold}; require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(child)}])`
    const measured = measure([process.execPath, '-e', parent])
    await expect.poll(() => existsSync(ready!)).toBe(true)
    await setTimeout(200) // it is measured in this thread, more often than that
    folder.put('seen', '')
    const { peak } = await measured
    expect(peak).toBeGreaterThan(2 * HELD)
  })

  it('one that fails: the last that it said', async () => {
    const command = "process.stderr.write('first\\nno space left\\n'); process.exitCode = 3"
    await expect(measure([process.execPath, '-e', command])).rejects.toThrow('no space left')
  })

  it('one that is not there', async () => {
    await expect(measure(['/no/such/program'])).rejects.toThrow()
  })

  it('one that is called off is ended', async () => {
    const controller = new AbortController()
    const running = measure([process.execPath, '-e', 'setInterval(() => {}, 1000)'], { signal: controller.signal })
    controller.abort()
    await expect(running).rejects.toThrow('SIGTERM')
  })
})
