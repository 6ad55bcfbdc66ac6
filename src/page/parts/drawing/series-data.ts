import type { JsonNode } from '../../../json/node.ts'
import type { ObjectTag } from '../../../model/label-config.ts'

/** A time series, ready to be plotted: all columns are of the same length; NaN where there is no number. */
export interface SeriesData {
  readonly times: readonly number[]
  /** Whether the times are seconds since 1970, made of dates. */
  readonly hasDates: boolean
  readonly channels: readonly { readonly name: string; readonly values: readonly number[] }[]
}

/** Of an object with a list for each column. */
export function seriesOfJson(data: JsonNode, { attributes }: ObjectTag): SeriesData {
  const columns = data
    .entries()
    .flatMap(([name, value]): Column[] =>
      value.kind === 'array' ? [{ name, cells: value.elements().map((cell) => cell.string() ?? cell.text()) }] : [],
    )
  return seriesOf(columns, attributes.get('timeColumn'))
}

/** Of a table with a line of names; the separator is the config's `sep`, else what the first line has. */
export function seriesOfText(text: string, { attributes }: ObjectTag): SeriesData {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const first = lines[0] ?? ''
  const separator = attributes.get('sep')?.replace('\\t', '\t') ?? [',', '\t', ';'].find((sign) => first.includes(sign)) ?? ','
  const rows = lines.map((line) => line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')))
  const hasNames = rows[0]?.some((cell) => cell !== '' && Number.isNaN(Number(cell))) === true
  const names = hasNames ? rows[0]! : (rows[0] ?? []).map((_, k) => String(k))
  const cells = hasNames ? rows.slice(1) : rows
  return seriesOf(
    names.map((name, k) => ({ name, cells: cells.map((row) => row[k] ?? '') })),
    attributes.get('timeColumn'),
  )
}

/** A time as it is plotted: numbers as they are, dates in seconds; NaN for anything else. */
export function timeOf(value: number | string): number {
  if (typeof value === 'number') return value
  const number = Number(value)
  return value.trim() !== '' && !Number.isNaN(number) ? number : Date.parse(value) / 1000
}

interface Column {
  readonly name: string
  readonly cells: readonly string[]
}

function seriesOf(columns: readonly Column[], timeColumn: string | undefined): SeriesData {
  const time = columns.find(({ name }) => name === timeColumn)
  const length = Math.max(0, ...columns.map(({ cells }) => cells.length))
  const times = time === undefined ? Array.from({ length }, (_, k) => k) : time.cells.map(timeOf)
  const channels = columns
    .filter((column) => column !== time)
    .map(({ name, cells }) => ({ name, values: cells.map((cell) => (cell === '' ? Number.NaN : Number(cell))) }))
    .filter(({ values }) => values.some((value) => !Number.isNaN(value)))
  return { times, hasDates: time?.cells.some((cell) => Number.isNaN(Number(cell))) === true, channels }
}
