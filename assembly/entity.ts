/** What can be tagged, as src/formats/text/entities.ts has it. */

import { isKnown, kindAt, sizeAt, skipWhite, skipWhiteBack, WHITE } from './letter'
import { SPAN, spans, spansEnd, text } from './plain-span'
import { lengthOf, startOf } from './tape'

/** Takes white space off the ends of the spans. False where one has nothing else, or lies upon another, or its label has white space. */
export function areEntities(): bool {
  let reach = text
  for (let span = spans; span < spansEnd; span += SPAN) {
    const end = <usize>load<u32>(span, 4)
    const first = skipWhite(load<u32>(span), end)
    const last = skipWhiteBack(first, end)
    if (first < reach || first == last || !isTag(load<u32>(span, 8))) return false
    store<u32>(span, <u32>first)
    store<u32>(span, <u32>last, 4)
    reach = last
  }
  return true
}

function isTag(label: usize): bool {
  const end = startOf(label) + lengthOf(label)
  for (let at = startOf(label); at < end; at += sizeAt(at)) if ((kindAt(at) & WHITE) != 0) return false
  return isKnown(startOf(label), end)
}
