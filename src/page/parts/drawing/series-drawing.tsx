import { useSignalEffect } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { JsonNode } from '../../../json/node.ts'
import type { ObjectTag } from '../../../model/label-config.ts'
import { mediaAddress } from './media-address.ts'
import { MissingMedia } from './missing-media.tsx'
import type { Scene } from './scene.ts'
import { type SeriesData, seriesOfJson, seriesOfText } from './series-data.ts'
import type { SeriesPlot } from './series-plot.ts'

interface Props {
  readonly scene: Scene
  readonly objectName: string
  readonly object: ObjectTag
  /** An object with a list for each column, or the address of a table. */
  readonly data: JsonNode
}

/** A time series as lines, its regions behind them. */
export function SeriesDrawing(props: Props) {
  const { scene, objectName, object, data } = props
  const element = useRef<HTMLDivElement>(null)
  const series = useSeries(scene, object, data)
  const marks = scene.marks.filter(({ region }) => region.toName === objectName)
  const plot = usePlot(element, typeof series === 'string' ? undefined : series, scene)
  useEffect(() => plot?.show(marks, scene.selected.peek()), [plot, scene.marks])
  const latest = useRef(marks)
  latest.current = marks
  useSignalEffect(() => plot?.show(latest.current, scene.selected.value))
  return (
    <section class="drawing" aria-label={`Time series ${objectName}`}>
      {typeof series === 'string' && <MissingMedia what="time series" reference={data.string() ?? ''} reason={series} />}
      <div class="series" ref={element} />
    </section>
  )
}

/** The series once it is there; a text says why it is not. */
function useSeries({ project }: Scene, object: ObjectTag, data: JsonNode): SeriesData | string | undefined {
  const [series, setSeries] = useState<SeriesData | string>()
  useEffect(() => {
    const text = data.string()
    if (text === undefined) return setSeries(seriesOfJson(data, object))
    const address = mediaAddress(text, project)
    if (address.kind === 'unreachable') return setSeries(address.reason)
    const controller = new AbortController()
    fetch(address.url, { signal: controller.signal })
      .then(async (response) => {
        if (!response.ok) throw new Error(`The server there answers ${response.status}.`)
        setSeries(seriesOfText(await response.text(), object))
      })
      .catch((error: unknown) => controller.signal.aborted || setSeries(error instanceof Error ? error.message : String(error)))
    return () => controller.abort()
  }, [project, object, data])
  return series
}

function usePlot(
  element: { readonly current: HTMLDivElement | null },
  series: SeriesData | undefined,
  { selected }: Scene,
): SeriesPlot | undefined {
  const [plot, setPlot] = useState<SeriesPlot>()
  useEffect(() => {
    const { current } = element
    if (current === null || series === undefined || series.channels.length === 0) return undefined
    let opened: SeriesPlot | undefined
    let isWanted = true
    void import('./series-plot.ts').then((module) => {
      if (!isWanted) return
      opened = new module.SeriesPlot(current, series, (key) => {
        selected.value = key
      })
      setPlot(opened)
    })
    const observer = new ResizeObserver(() => opened?.resize(current.clientWidth))
    observer.observe(current)
    return () => {
      isWanted = false
      observer.disconnect()
      opened?.close()
    }
  }, [series])
  return plot
}
