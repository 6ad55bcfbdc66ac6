import type { Where } from '../../model/error.ts'
import type { Report } from '../../model/issue.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'
import { writtenRegions } from '../shared/written-regions.ts'

/** A record of what was drawn, less the ids, which only the whole export knows. */
export interface LabelledRecord {
  readonly label: string
  readonly where: Where
  /** Those behind the ids. */
  readonly members: object
}

/** A record for each region and label; see {@link writtenRegions}. */
export function labelledRecords(
  regions: readonly DrawnRegion[],
  unlabelledAs: string,
  report: Report,
  toMembers: (drawn: DrawnRegion) => object | undefined,
): LabelledRecord[] {
  return Array.from(writtenRegions(regions, unlabelledAs, report, toMembers), ({ drawn: { where }, labels, written }) =>
    labels.map((label) => ({ label, where, members: written })),
  ).flat()
}
