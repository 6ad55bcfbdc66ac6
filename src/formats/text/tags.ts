import type { Entity } from './entities.ts'
import type { Range, Ranges } from './ranges.ts'

/** IOB2: B- starts each entity. IOB1: B- only behind an entity of the same label. BILOU: also L- for the last token, U- for a lone one. */
export type Scheme = 'IOB2' | 'IOB1' | 'BILOU'

/** Cuts tokens where an entity begins or ends inside them. @param pieces takes them; empty */
export function splitAtBorders({ starts, ends, length }: Ranges, entities: readonly Range[], pieces: Ranges): Ranges {
  const borders = bordersOf(entities)
  let next = 0
  let border = borders[0] ?? Number.POSITIVE_INFINITY
  for (let k = 0; k < length; k++) {
    const end = ends[k]!
    let from = starts[k]!
    while (border < end) {
      if (border > from) {
        pieces.add(from, border)
        from = border
      }
      border = borders[++next] ?? Number.POSITIVE_INFINITY
    }
    pieces.add(from, end)
  }
  return pieces
}

/** Ascending; in tag columns of their own entities may overlap. */
function bordersOf(entities: readonly Range[]): number[] {
  const borders: number[] = []
  let isAscending = true
  for (const { start, end } of entities) {
    isAscending &&= start >= (borders.at(-1) ?? 0)
    borders.push(start, end)
  }
  return isAscending ? borders : borders.sort((a, b) => a - b)
}

/** Entities, by start, widened to whole tokens. */
export function widenToTokens<E extends Range>({ starts, ends, length }: Ranges, entities: readonly E[]): E[] {
  let first = 0
  return entities.map((entity) => {
    while (first < length && ends[first]! <= entity.start) first++
    let last = first
    while (last + 1 < length && starts[last + 1]! < entity.end) last++
    return { ...entity, start: starts[first]!, end: ends[last]! }
  })
}

/** Gives the tokens of a document their tags, one after the other, in one tag column. */
export class Tagger {
  readonly #scheme: Scheme
  readonly #before: string
  readonly #after: string
  readonly #outside: Uint8Array
  /** By label, then by prefix. */
  readonly #printed = new Map<string, Map<string, Uint8Array>>()
  #entities: readonly Entity[] = []
  #next = 0
  #previous: Entity | undefined

  /** @param before what stands in a row between token and tag; `after`: what stands behind the tag */
  constructor(scheme: Scheme, before: string, after: string) {
    this.#scheme = scheme
    this.#before = before
    this.#after = after
    this.#outside = encoder.encode(`${before}O${after}`)
  }

  /** @param entities of the next document, by start, none overlapping another; they begin and end at borders of tokens */
  begin(entities: readonly Entity[]): void {
    this.#entities = entities
    this.#next = 0
  }

  /**
   * The printed tag of the next token.
   * @param nextStart of the token behind it in its sentence; the end of the text when there is none
   * @param isFirst of its sentence
   */
  tag(start: number, nextStart: number, isFirst: boolean): Uint8Array {
    const entities = this.#entities
    while (this.#next < entities.length && entities[this.#next]!.end <= start) this.#next++
    const entity = entities[this.#next]
    const previous = isFirst ? undefined : this.#previous
    this.#previous = entity !== undefined && entity.start <= start ? entity : undefined
    if (this.#previous === undefined) return this.#outside
    const prefix = prefixOf(this.#scheme, this.#previous, previous, start, nextStart)
    return this.#printed.get(this.#previous.label)?.get(prefix) ?? this.#print(prefix, this.#previous.label)
  }

  #print(prefix: string, label: string): Uint8Array {
    const bytes = encoder.encode(`${this.#before}${prefix}-${label}${this.#after}`)
    const ofLabel = this.#printed.get(label) ?? new Map<string, Uint8Array>()
    this.#printed.set(label, ofLabel.set(prefix, bytes))
    return bytes
  }
}

const encoder = new TextEncoder()

function prefixOf(scheme: Scheme, entity: Entity, previous: Entity | undefined, start: number, nextStart: number): string {
  const isFirst = start === entity.start
  const isLast = nextStart >= entity.end
  switch (scheme) {
    case 'IOB2':
      return isFirst ? 'B' : 'I'
    case 'IOB1':
      return isFirst && previous?.label === entity.label ? 'B' : 'I'
    case 'BILOU':
      return isFirst ? (isLast ? 'U' : 'B') : isLast ? 'L' : 'I'
  }
}
