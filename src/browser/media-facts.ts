import type { MediaFacts } from '../formats/format.ts'
import type { MediaProblem } from '../io/media-header.ts'

/** Takes the place of `io/media-facts.ts`: a browser has no folder to look into. */
export async function probeMedia(_root: string, _reference: string): Promise<MediaFacts | MediaProblem> {
  return { problem: 'missing' }
}
