import { styleText } from 'node:util'
import type { ConversionReport, IssueSummary } from '../export/convert.ts'
import { type GoldpanError, printWhere } from '../model/error.ts'
import type { Effect } from '../model/issue.ts'

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

/** The same for a program. */
export function describeError({ code, message, hint, where }: GoldpanError): object {
  return { code, message, hint, ...where }
}

const EFFECT_STYLES: Readonly<Record<Effect, Style>> = { dropped: 'red', approximated: 'yellow', assumed: 'dim' }

/** The issues of a report: what happened, where, what to do. */
export function printIssues(issues: readonly IssueSummary[]): string {
  const codeWidth = Math.max(0, ...issues.map(({ code }) => code.length))
  const countWidth = Math.max(0, ...issues.map(({ count }) => String(count).length))
  return issues
    .map(({ code, effect, count, message, hint, first }) => {
      const painted = paint(process.stderr, EFFECT_STYLES[effect], effect.padEnd(12))
      const place = printWhere(first)
      const below = [...(place === '' ? [] : [`${count === 1 ? 'at' : 'e.g.'} ${place}`]), `hint: ${hint}`]
      const head = `  ${painted}  ${code.padEnd(codeWidth)}  ${String(count).padStart(countWidth)}   ${message}\n`
      return head + below.map((line) => paint(process.stderr, 'dim', `  ${' '.repeat(12)}  ${line}\n`)).join('')
    })
    .join('')
}

/** `3 images, 12 regions; 2 dropped, 1 approximated`; task counts first. */
export function printCounts(report: ConversionReport): string {
  const { tasksRead, tasksWritten, written } = report
  const tasks = tasksRead === tasksWritten ? plural(tasksRead, 'tasks') : `${tasksWritten} of ${plural(tasksRead, 'tasks')}`
  const counts = Object.entries(written)
    .filter(([what, count]) => count > 0 && what !== 'tasks')
    .map(([what, count]) => plural(count, what))
  const losses = (['dropped', 'approximated', 'assumed'] as const)
    .filter((effect) => report[effect] > 0)
    .map((effect) => `${report[effect]} ${effect}`)
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
