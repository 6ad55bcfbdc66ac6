import type { Report } from '../../model/issue.ts'
import type { DrawnRegion } from './labelled-images.ts'
import { labelsToWrite } from './labels.ts'

/** A region that is written. */
export interface WrittenRegion<W> {
  readonly drawn: DrawnRegion
  /** At least one, each once. */
  readonly labels: readonly string[]
  /** What the format makes of its shape. */
  readonly written: W
}

/**
 * The regions that are written, in their order, and counted: those that have a label and a shape that the format can make something of.
 * @param toWritten undefined once the report says why there is nothing
 */
export function* writtenRegions<W>(
  regions: readonly DrawnRegion[],
  unlabelledAs: string,
  report: Report,
  toWritten: (drawn: DrawnRegion) => W | undefined,
): Generator<WrittenRegion<W>> {
  for (const drawn of regions) {
    const labels = labelsToWrite(drawn.region, unlabelledAs, drawn.where, report)
    const written = labels.length === 0 ? undefined : toWritten(drawn)
    if (written === undefined) continue
    report.wrote('regions')
    yield { drawn, labels, written }
  }
}
