import { describe, expect, it } from 'vitest'
import { type ProgressMode, showProgress } from '../../src/cli/progress.ts'
import type { Progress } from '../../src/export/meter.ts'

/** What is printed when each progress comes half a second after the one before. */
function shown(
  mode: ProgressMode,
  { isJson = false, isTTY = false, secondsBetween = 0.5 },
  states: readonly Progress[],
): string[] {
  const printed: string[] = []
  let milliseconds = 1e12
  const place = { isTTY, write: (text: string | Uint8Array) => printed.push(String(text)) > 0 }
  const display = showProgress(mode, isJson, place, () => milliseconds)
  for (const state of states) {
    milliseconds += secondsBetween * 1000
    display.update(state)
  }
  display.end()
  return printed
}

const STATES = [
  { tasks: 1, bytes: 1e6, totalBytes: 4e6 },
  { tasks: 20, bytes: 2e6, totalBytes: 4e6 },
  { tasks: 40, bytes: 4e6, totalBytes: 4e6 },
]
const UNKNOWN = [{ tasks: 7, bytes: 3e6, totalBytes: undefined }]

describe('progress', () => {
  it('is one line on a terminal, gone at the end', () => {
    const lines = ['1 task, 2 MB/s, 25 %, 2 s left', '20 tasks, 2 MB/s, 50 %, 1 s left', '40 tasks, 3 MB/s, 100 %, 0 s left']
    const printed = [...lines.map((line) => `\r\u001b[K  ${line}`), '\r\u001b[K']
    expect(shown('auto', { isTTY: true }, STATES)).toEqual(printed)
    expect(shown('always', { isTTY: true }, STATES)).toEqual(printed)
    expect(shown('auto', { isTTY: true, isJson: true }, STATES)).toEqual(printed)
  })

  it('is nothing on a terminal when the run is short', () => {
    expect(shown('auto', { isTTY: true, secondsBetween: 0.05 }, STATES)).toEqual([])
  })

  it('is nothing elsewhere, unless always', () => {
    expect(shown('auto', {}, STATES)).toEqual([])
    expect(shown('never', { isTTY: true, isJson: true }, STATES)).toEqual([])
    expect(shown('always', {}, STATES)).toEqual([])
    expect(shown('always', { secondsBetween: 4 }, STATES)).toEqual(['20 tasks, 0 MB/s, 50 %, 8 s left\n'])
    expect(shown('always', { secondsBetween: 6 }, UNKNOWN)).toEqual(['7 tasks, 1 MB/s\n'])
  })

  it('counts tasks where it is known how many there are', () => {
    const states = [{ tasks: 10, bytes: 3e6, totalBytes: undefined, totalTasks: 40 }]
    expect(shown('always', { secondsBetween: 6 }, states)).toEqual(['10 of 40 tasks, 1 MB/s, 25 %, 18 s left\n'])
    const event = { event: 'progress', tasks: 10, bytes: 3e6, totalTasks: 40, totalBytes: null, secondsLeft: 18 }
    expect(shown('always', { isJson: true, secondsBetween: 6 }, states).map((line) => JSON.parse(line))).toEqual([event])
  })

  it('is a JSON object a line for programs', () => {
    const events = (secondsBetween: number, states: readonly Progress[]) =>
      shown('always', { isJson: true, secondsBetween }, states).map((line) => JSON.parse(line))
    expect(events(1, STATES)).toEqual([
      { event: 'progress', tasks: 1, bytes: 1e6, totalBytes: 4e6, secondsLeft: 3 },
      { event: 'progress', tasks: 20, bytes: 2e6, totalBytes: 4e6, secondsLeft: 2 },
      { event: 'progress', tasks: 40, bytes: 4e6, totalBytes: 4e6, secondsLeft: 0 },
    ])
    expect(events(1, UNKNOWN)).toEqual([{ event: 'progress', tasks: 7, bytes: 3e6, totalBytes: null, secondsLeft: null }])
    expect(events(0.1, STATES).map(({ tasks }) => tasks)).toEqual([1, 40])
    expect(events(0.1, UNKNOWN).map(({ tasks }) => tasks)).toEqual([7])
  })
})
