import type { Report } from '../../model/issue.ts'
import type { LabelConfig, LabelDefinition } from '../../model/label-config.ts'
import { labelsOfShapes } from '../shared/labels.ts'
import type { CocoPoint } from './part.ts'

/**
 * The names of the key points, the same for all categories: by `model_index`, those without one behind in config order,
 * labels met only in the data last. Because a later annotation may bring a new name, arrays are printed with a mark at their end
 * ({@link printKeypoints}) and filled up when the whole is known ({@link fillKeypoints}).
 */
export class Skeleton {
  readonly #places = new Map<string, number>()
  readonly #report: Report
  readonly #isOpen: boolean
  /** Ids of the categories that have annotations with key points. */
  readonly categories = new Set<number>()

  /** @param isOpen whether labels that the config does not list are to be expected. */
  constructor(config: LabelConfig, report: Report, isOpen: boolean) {
    this.#report = report
    this.#isOpen = isOpen
    const labels = labelsOfShapes(config, (shape) => shape === 'keypoint')
    for (const { name } of [...labels].sort(byModelIndex)) this.#places.set(name, this.#places.size)
  }

  get names(): readonly string[] {
    return [...this.#places.keys()]
  }

  /** From 0; a new name gets the next place and is reported when the config should have had it. */
  placeOf({ label, where }: CocoPoint): number {
    const place = this.#places.get(label)
    if (place !== undefined) return place
    if (!this.#isOpen) this.#report.add('label-unknown', where, { label })
    this.#places.set(label, this.#places.size)
    return this.#places.size - 1
  }
}

/** Stands in spooled text where the places of names that came later have to be added: mark, number of places written, mark. No JSON text has this character. */
const MARK = '\0'

/** `,"num_keypoints":…,"keypoints":[…]`, or nothing without points. */
export function printKeypoints(points: readonly CocoPoint[], skeleton: Skeleton): string {
  if (points.length === 0) return ''
  const byPlace = new Map<number, CocoPoint>(points.map((point) => [skeleton.placeOf(point), point]))
  const count = skeleton.names.length
  const triples = Array.from({ length: count }, (_, place) => {
    const point = byPlace.get(place)
    return point === undefined ? '0,0,0' : `${point.x},${point.y},${point.visibility}`
  })
  return `,"num_keypoints":${points.length},"keypoints":[${triples.join(',')}${MARK}${count}${MARK}]`
}

/** Spooled text with a place for every name in every array of key points. */
export async function* fillKeypoints(bytes: AsyncIterable<Uint8Array>, names: number): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let rest = ''
  for await (const chunk of bytes) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split(MARK)
    const isOpen = pieces.length % 2 === 0 // a number whose second mark is still to come
    rest = isOpen ? MARK + pieces.pop()! : ''
    yield pieces.map((piece, k) => (k % 2 === 0 ? piece : ',0,0,0'.repeat(names - Number(piece)))).join('')
  }
  yield rest + decoder.decode()
}

function byModelIndex(a: LabelDefinition, b: LabelDefinition): number {
  if (a.modelIndex === b.modelIndex) return 0
  return (a.modelIndex ?? Infinity) - (b.modelIndex ?? Infinity)
}
