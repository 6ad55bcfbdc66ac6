import type { EntityKind } from '../store.ts'
import type { FileArea } from './file-area.ts'
import { readOwn } from './own-json.ts'

const NUMBERED = ['project', 'task', 'annotation', 'prediction'] as const satisfies readonly (EntityKind | 'project')[]
export type Numbered = (typeof NUMBERED)[number]
/** The largest number of each kind that was ever given out or used. */
export type LastNumbers = Readonly<Record<Numbered, number>>

export const NO_NUMBERS: LastNumbers = { project: 0, task: 0, annotation: 0, prediction: 0 }
/** Nobody counts so far: larger numbers were made otherwise, and counting on behind them would soon end. */
const MOST = 2 ** 52
const PATH = '.goldpan/numbers.json'

/** Gives out numbers once, to all processes that share the area. */
export class Numbers {
  readonly #area: FileArea
  /** As far as is known here: others may have gone on. */
  #last = NO_NUMBERS

  constructor(area: FileArea) {
    this.#area = area
  }

  /** The first of so many that nobody has had. */
  async reserve(kind: Numbered, count: number): Promise<number> {
    let first = 0
    await this.#change((last) => {
      first = last[kind] + 1
      return { ...last, [kind]: last[kind] + count }
    })
    return first
  }

  /** These are not given out any more. */
  async use(used: LastNumbers): Promise<void> {
    const counted = mapNumbers(used, (number) => (number < MOST ? number : 0))
    if (NUMBERED.every((kind) => counted[kind] <= this.#last[kind])) return
    await this.#change((last) => larger(last, counted))
  }

  #change(change: (last: LastNumbers) => LastNumbers): Promise<void> {
    return this.#area.change(PATH, (bytes) => {
      this.#last = change(bytes === undefined ? NO_NUMBERS : readNumbers(bytes))
      return Buffer.from(`${JSON.stringify(this.#last)}\n`)
    })
  }
}

/** Of each kind the larger one. */
export function larger(a: LastNumbers, b: LastNumbers): LastNumbers {
  return mapNumbers(a, (number, kind) => Math.max(number, b[kind]))
}

function mapNumbers(numbers: LastNumbers, map: (number: number, kind: Numbered) => number): LastNumbers {
  return {
    project: map(numbers.project, 'project'),
    task: map(numbers.task, 'task'),
    annotation: map(numbers.annotation, 'annotation'),
    prediction: map(numbers.prediction, 'prediction'),
  }
}

function readNumbers(bytes: Uint8Array): LastNumbers {
  const node = readOwn(bytes, PATH, 'delete it: it is made anew, but numbers of tasks that were deleted may come again')
  return mapNumbers(NO_NUMBERS, (_, kind) => node.get(kind)?.number() ?? 0)
}
