import UPlot from 'uplot'
import type { Mark } from './scene.ts'
import { type SeriesData, timeOf } from './series-data.ts'

const HEIGHT = 260

/** A time series with its regions, drawn by uPlot. Loaded only where there is one. */
export class SeriesPlot {
  readonly #plot: UPlot
  #marks: readonly Mark[] = []
  #selected: string | undefined

  constructor(element: HTMLElement, series: SeriesData, onSelect: (key: string) => void) {
    const ink = getComputedStyle(element).color
    const axis = { stroke: ink, grid: { stroke: '#8884', width: 1 }, ticks: { stroke: '#8884', width: 1 } }
    this.#plot = new UPlot(
      {
        width: Math.max(300, element.clientWidth),
        height: HEIGHT,
        scales: { x: { time: series.hasDates } },
        axes: [axis, axis],
        series: [
          {},
          ...series.channels.map(({ name }, k) => ({
            label: name,
            stroke: LINES[k % LINES.length]!,
            width: 1.5,
            spanGaps: true,
          })),
        ],
        hooks: { drawClear: [(plot) => this.#drawBands(plot)] },
      },
      [[...series.times], ...series.channels.map(({ values }) => values.map((value) => (Number.isNaN(value) ? null : value)))],
      element,
    )
    this.#plot.over.addEventListener('click', ({ offsetX }) => {
      const at = this.#plot.posToVal(offsetX, 'x')
      const found = this.#marks.findLast((mark) => isIn(mark, at))
      if (found !== undefined) onSelect(found.key)
    })
  }

  show(marks: readonly Mark[], selected: string | undefined): void {
    this.#marks = marks
    this.#selected = selected
    this.#plot.redraw(false)
  }

  resize(width: number): void {
    this.#plot.setSize({ width, height: HEIGHT })
  }

  close(): void {
    this.#plot.destroy()
  }

  #drawBands({ ctx, bbox, root, valToPos }: UPlot): void {
    ctx.save()
    for (const { key, region, colour, name } of this.#marks) {
      if (region.shape.kind !== 'series-range') continue
      const left = Math.max(bbox.left, valToPos(timeOf(region.shape.start), 'x', true))
      const right = Math.min(bbox.left + bbox.width, valToPos(timeOf(region.shape.end), 'x', true))
      if (!(right >= left)) continue
      ctx.globalAlpha = key === this.#selected ? 0.5 : 0.25
      ctx.fillStyle = colour
      ctx.fillRect(left, bbox.top, Math.max(2, right - left), bbox.height)
      ctx.globalAlpha = 1
      ctx.textAlign = 'left'
      ctx.fillStyle = getComputedStyle(root).color
      ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`
      ctx.fillText(name, left + 4, bbox.top + 14 * devicePixelRatio)
    }
    ctx.restore()
  }
}

const LINES = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8b6bd9'] as const

function isIn({ region: { shape } }: Mark, at: number): boolean {
  return shape.kind === 'series-range' && timeOf(shape.start) <= at && at <= timeOf(shape.end)
}
