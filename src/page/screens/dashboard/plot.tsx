import { useRef } from 'preact/hooks'
import { printCount } from '../../parts/numbers.ts'
import { fileNameOf, printSvg, saveText } from './download.ts'
import { CsvButton, FileButton } from './file-button.tsx'

export interface Bar {
  readonly name: string
  readonly value: number
  /** A shorter name, for places where there is little room. */
  readonly tick?: string
}

interface Props {
  readonly title: string
  /** What the names and the values are: heads of the table. */
  readonly heads: readonly [string, string]
  readonly bars: readonly Bar[]
  /** across: a bar for each row; upright: columns beside each other, for what has an order. */
  readonly direction: 'across' | 'upright'
}

/** Readable on light and dark ground. */
const COLOUR = '#b87308'

/** Bars with their values, as a picture, a table and files. */
export function Plot({ title, heads, bars, direction }: Props) {
  const drawing = useRef<SVGSVGElement>(null)
  const file = fileNameOf(title)
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const Drawing = direction === 'across' ? AcrossBars : UprightBars
  return (
    <figure class="plot">
      <figcaption>
        <h2>{title}</h2>
        <span class="plot-files">
          <FileButton
            title={title}
            kind="SVG"
            onSave={() => drawing.current && saveText(`${file}.svg`, 'image/svg+xml', printSvg(drawing.current))}
          />
          <CsvButton title={title} name={file} heads={heads} rows={bars.map(({ name, value }) => [name, value])} />
        </span>
      </figcaption>
      <Drawing drawing={drawing} bars={bars} most={most} />
      <details>
        <summary class="muted small">As a table</summary>
        <BarsTable heads={heads} bars={bars} />
      </details>
    </figure>
  )
}

function BarsTable({ heads, bars }: Pick<Props, 'heads' | 'bars'>) {
  return (
    <table class="figures-table">
      <thead>
        <tr>
          <th scope="col">{heads[0]}</th>
          <th scope="col">{heads[1]}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{printCount(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface DrawingProps {
  readonly drawing: { current: SVGSVGElement | null }
  readonly bars: readonly Bar[]
  readonly most: number
}

const WIDTH = 480
const NAME_WIDTH = 130
const VALUE_WIDTH = 60
const LINE = 22

function AcrossBars({ drawing, bars, most }: DrawingProps) {
  const space = WIDTH - NAME_WIDTH - VALUE_WIDTH
  return (
    <svg ref={drawing} viewBox={`0 0 ${WIDTH} ${bars.length * LINE}`} aria-hidden="true" font-size="12">
      {bars.map(({ name, value }, k) => {
        const length = (value / most) * space
        return (
          <g key={name} class="plot-bar" transform={`translate(0 ${k * LINE})`}>
            <title>{`${name}: ${printCount(value)}`}</title>
            <rect width={WIDTH} height={LINE} fill="transparent" />
            <text x={NAME_WIDTH - 8} y={15} text-anchor="end" fill="currentColor">
              {name.length > 19 ? `${name.slice(0, 18)}…` : name}
            </text>
            <rect class="plot-mark" x={NAME_WIDTH} y={3} width={Math.max(1, length)} height={LINE - 6} rx={2} fill={COLOUR} />
            <text x={NAME_WIDTH + length + 6} y={15} fill="currentColor">
              {printCount(value)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

const HEIGHT = 200
const TOP = 18
const FOOT = 20
/** So many names have a place below the columns. */
const MOST_NAMES = 10

function UprightBars({ drawing, bars, most }: DrawingProps) {
  const step = WIDTH / Math.max(1, bars.length)
  const space = HEIGHT - TOP - FOOT
  const every = Math.ceil(bars.length / MOST_NAMES)
  return (
    <svg ref={drawing} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" font-size="11">
      <line x1={0} y1={HEIGHT - FOOT} x2={WIDTH} y2={HEIGHT - FOOT} stroke="currentColor" stroke-opacity={0.3} />
      {bars.map(({ name, value, tick = name }, k) => {
        const length = (value / most) * space
        const middle = step / 2
        return (
          <g key={name} class="plot-bar" transform={`translate(${k * step} 0)`}>
            <title>{`${name}: ${printCount(value)}`}</title>
            <rect width={step} height={HEIGHT} fill="transparent" />
            <rect
              class="plot-mark"
              x={step * 0.1}
              y={HEIGHT - FOOT - length}
              width={step * 0.8}
              height={length}
              rx={Math.min(2, step / 4)}
              fill={COLOUR}
            />
            {bars.length <= MOST_NAMES && value > 0 && (
              <text x={middle} y={HEIGHT - FOOT - length - 5} text-anchor="middle" fill="currentColor">
                {printCount(value)}
              </text>
            )}
            {k % every === 0 && (
              <text x={middle} y={HEIGHT - 5} text-anchor="middle" fill="currentColor">
                {tick}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}
