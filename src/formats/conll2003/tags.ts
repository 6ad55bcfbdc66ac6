import type { Entity } from './entities.ts'
import type { Range } from './sentences.ts'

/** IOB2: B- starts each entity. IOB1: B- only behind an entity of the same label. BILOU: also L- for the last token, U- for a lone one. */
export type Scheme = 'IOB2' | 'IOB1' | 'BILOU'

/** Cuts tokens where an entity begins or ends inside them. */
export function splitAtBorders(tokens: readonly Range[], entities: readonly Range[]): Range[] {
  const borders = [...new Set(entities.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b)
  const pieces: Range[] = []
  let next = 0
  for (const { start, end } of tokens) {
    let from = start
    while (next < borders.length && borders[next]! <= start) next++
    for (; next < borders.length && borders[next]! < end; next++) {
      pieces.push({ start: from, end: borders[next]! })
      from = borders[next]!
    }
    pieces.push({ start: from, end })
  }
  return pieces
}

/** Entities, by start, widened to whole tokens. */
export function widenToTokens<E extends Range>(tokens: readonly Range[], entities: readonly E[]): E[] {
  let first = 0
  return entities.map((entity) => {
    while (first < tokens.length && tokens[first]!.end <= entity.start) first++
    let last = first
    while (last + 1 < tokens.length && tokens[last + 1]!.start < entity.end) last++
    return { ...entity, start: tokens[first]!.start, end: tokens[last]!.end }
  })
}

/**
 * A tag per token of a document.
 * @param sentences the document's tokens, sentence by sentence; entities begin and end at their borders
 * @param entities by start, none overlapping another
 */
export function tagTokens(sentences: readonly (readonly Range[])[], entities: readonly Entity[], scheme: Scheme): string[] {
  const tags: string[] = []
  let next = 0
  for (const tokens of sentences) {
    let previous: Entity | undefined
    for (const [index, token] of tokens.entries()) {
      while (next < entities.length && entities[next]!.end <= token.start) next++
      const entity = entities[next]
      const isInside = entity !== undefined && entity.start <= token.start
      const isLast = (tokens[index + 1]?.start ?? Number.POSITIVE_INFINITY) >= (entity?.end ?? 0)
      tags.push(isInside ? `${prefixOf(scheme, entity, previous, token.start === entity.start, isLast)}-${entity.label}` : 'O')
      previous = isInside ? entity : undefined
    }
  }
  return tags
}

function prefixOf(scheme: Scheme, entity: Entity, previous: Entity | undefined, isFirst: boolean, isLast: boolean): string {
  switch (scheme) {
    case 'IOB2':
      return isFirst ? 'B' : 'I'
    case 'IOB1':
      return isFirst && previous?.label === entity.label ? 'B' : 'I'
    case 'BILOU':
      return isFirst ? (isLast ? 'U' : 'B') : isLast ? 'L' : 'I'
  }
}
