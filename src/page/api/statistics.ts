import { ask } from './client.ts'
import { list, number, object, oneOf, optional, type Shape, type Shaped, text } from './shape.ts'

const HISTOGRAM = object({ edges: list(number), counts: list(number) })
export type Histogram = Shaped<typeof HISTOGRAM>

const id: Shape<number | string> = (value, path) => (typeof value === 'string' ? value : number(value, path))

const STATISTICS = object({
  tasks: number,
  annotatedTasks: number,
  labels: list(object({ label: text, regions: number, tasks: number })),
  together: list(object({ first: text, second: text, tasks: number })),
  annotators: list(
    object({ name: text, annotations: number, skipped: number, groundTruths: number, meanLeadTime: optional(number) }),
  ),
  agreement: list(
    object({
      first: text,
      second: text,
      tasks: number,
      shapes: optional(number),
      overlap: optional(number),
      spans: optional(number),
      kappa: optional(number),
    }),
  ),
  leadTime: HISTOGRAM,
  progress: list(object({ day: text, annotations: number })),
  boxSizes: HISTOGRAM,
  aspectRatios: HISTOGRAM,
  suspicions: list(
    object({ kind: oneOf('empty', 'outside', 'zero-size', 'offset-mismatch'), tasks: number, examples: list(id) }),
  ),
})
export type Statistics = Shaped<typeof STATISTICS>

const STATUS = object({
  state: oneOf('counting', 'done', 'failed'),
  counted: optional(number),
  tasks: optional(number),
  message: optional(text),
  counted_at: optional(text),
  statistics: optional(STATISTICS),
})
export type StatisticsStatus = Shaped<typeof STATUS>

export async function getStatistics(project: number, signal: AbortSignal): Promise<StatisticsStatus> {
  return ask(`/api/projects/${project}/statistics`, STATUS, { signal })
}
