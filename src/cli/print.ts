import { styleText } from 'node:util'
import type { Progress } from '../export/meter.ts'
import type { IssueGroup, RunSummary } from '../export/report.ts'
import { type GoldpanError, printWhere } from '../model/error.ts'
import { type Effect, printHint, printMessage } from '../model/issue.ts'

type Style = 'red' | 'yellow' | 'dim' | 'bold' | 'green'

/** Colours on a terminal only, and not when NO_COLOR is set. */
export function paint(stream: NodeJS.WriteStream, style: Style, text: string): string {
  return stream.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text
}

export function printError({ code, message, where, hint }: GoldpanError): void {
  const place = printWhere(where)
  process.stderr.write(
    `${paint(process.stderr, 'red', `error[${code}]`)}: ${message}\n${place === '' ? '' : `  at ${place}\n`}  hint: ${hint}\n`,
  )
}

const EFFECT_STYLES: Readonly<Record<Effect, Style>> = { dropped: 'red', approximated: 'yellow', assumed: 'dim' }

/** The groups of a report: what happened, where, what to do. */
export function printGroups(groups: readonly IssueGroup[]): string {
  const codeWidth = Math.max(0, ...groups.map(({ code }) => code.length))
  const countWidth = Math.max(0, ...groups.map(({ count }) => String(count).length))
  return groups
    .map((group) => {
      const { code, count, first } = group
      const effect = paint(process.stderr, EFFECT_STYLES[group.effect], group.effect.padEnd(12))
      const place = printWhere(first.where)
      const below = [...(place === '' ? [] : [`${count === 1 ? 'at' : 'e.g.'} ${place}`]), `hint: ${printHint(first)}`]
      const head = `  ${effect}  ${code.padEnd(codeWidth)}  ${String(count).padStart(countWidth)}   ${printMessage(first)}\n`
      return head + below.map((line) => paint(process.stderr, 'dim', `  ${' '.repeat(12)}  ${line}\n`)).join('')
    })
    .join('')
}

/** `3 images, 12 regions; 2 dropped, 1 approximated`; task counts first. */
export function printCounts({ tasksRead, tasksSelected, written, effects }: RunSummary): string {
  const tasks = tasksRead === tasksSelected ? plural(tasksRead, 'tasks') : `${tasksSelected} of ${plural(tasksRead, 'tasks')}`
  const counts = [...written].filter(([what, count]) => count > 0 && what !== 'tasks').map(([what, count]) => plural(count, what))
  const losses = (['dropped', 'approximated', 'assumed'] as const)
    .filter((effect) => effects[effect] > 0)
    .map((effect) => `${effects[effect]} ${effect}`)
  return `${[tasks, ...counts].join(', ')}; ${losses.length === 0 ? 'nothing lost' : losses.join(', ')}`
}

/** `1 image`, `2 images`. */
export function plural(count: number, nouns: string): string {
  const noun = count === 1 ? nouns.replace(/ies$/, 'y').replace(/s$/, '') : nouns
  return `${count} ${noun}`
}

/** Rows in aligned columns, two blanks between; the last column is not padded. */
export function printTable(rows: readonly (readonly string[])[], indent = ''): string {
  const widths: number[] = []
  for (const row of rows) for (const [k, cell] of row.entries()) widths[k] = Math.max(widths[k] ?? 0, cell.length)
  return rows
    .map((row) =>
      `${indent}${row.map((cell, k) => (k === row.length - 1 ? cell : cell.padEnd(widths[k]!))).join('  ')}`.trimEnd(),
    )
    .join('\n')
}

/** A line on the terminal that tells how far a long run is; nothing where nobody looks. */
export function progressLine(): { update(progress: Progress): void; clear(): void } {
  const isShown = process.stderr.isTTY
  let last = Date.now()
  let isDirty = false
  const start = last
  return {
    update(progress) {
      const now = Date.now()
      if (!isShown || now - last < 250) return
      last = now
      isDirty = true
      process.stderr.write(`\r\u001b[K  ${printProgress(progress, (now - start) / 1000)}`)
    },
    clear() {
      if (isDirty) process.stderr.write('\r\u001b[K')
      isDirty = false
    },
  }
}

/** `51200 tasks, 42 MB/s, 63 %, 4 s left`; without the last two when nobody knows how much there is. */
function printProgress({ tasks, bytes, totalBytes }: Progress, seconds: number): string {
  const rate = bytes / seconds
  const parts = [plural(tasks, 'tasks'), `${Math.round(rate / 1e6)} MB/s`]
  if (totalBytes !== undefined && totalBytes > 0) {
    const left = Math.max(0, totalBytes - bytes)
    parts.push(`${Math.min(100, Math.floor((100 * bytes) / totalBytes))} %`, `${Math.ceil(left / rate)} s left`)
  }
  return parts.join(', ')
}
