import type { Histogram } from '../../api/statistics.ts'
import type { Bar } from './plot.tsx'

/** `0–5 s`, …, `30 min +`. */
export function secondsBars(histogram: Histogram): readonly Bar[] {
  return bars(histogram, (edge) => (edge < 60 ? `${edge}s` : `${edge / 60}m`))
}

/** `10–20 %`. */
export function sizeBars(histogram: Histogram): readonly Bar[] {
  return bars(histogram, (edge) => `${edge}%`)
}

/** `1:2–1:1`. */
export function ratioBars(histogram: Histogram): readonly Bar[] {
  return bars(histogram, printRatio)
}

function bars({ edges, counts }: Histogram, print: (edge: number) => string): readonly Bar[] {
  return counts.map((value, k) => {
    const [from, to] = [edges[k] ?? 0, edges[k + 1]]
    if (to === undefined) return { name: `≥${print(from)}`, value }
    return from === 0 ? { name: `<${print(to)}`, value } : { name: `${print(from)}–${print(to)}`, tick: `${print(from)}–`, value }
  })
}

/** As a fraction of small numbers. */
function printRatio(ratio: number): string {
  for (const down of [1, 2, 3, 4, 8]) {
    const up = ratio * down
    if (Math.abs(up - Math.round(up)) < 1e-9 && up > 0) return `${Math.round(up)}:${down}`
  }
  return ratio.toFixed(2)
}
