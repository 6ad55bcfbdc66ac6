import { describe, expect, it } from 'vitest'
import { measure } from '../../bench/measure.mjs'

const HELD = 80_000_000 // bytes
const hold = `const held = Buffer.alloc(${HELD}, 1)`

describe('measuring a program', () => {
  it('the memory it held at once', async () => {
    const { peak } = await measure([process.execPath, '-e', hold])
    expect(peak).toBeGreaterThan(HELD)
  })

  it.runIf(process.platform === 'linux')('with that of the programs it started', async () => {
    const child = `${hold}; setTimeout(() => {}, 500)`
    const parent = `${hold}; require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(child)}])`
    const { peak } = await measure([process.execPath, '-e', parent])
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
