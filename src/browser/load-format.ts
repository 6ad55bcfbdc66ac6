import type { AnyFormat } from '../formats/format.ts'
import { findFormat, formats } from '../formats/index.ts'
import type { FormatNames } from '../formats/load.ts'

/** Takes the place of `formats/load.ts`: `goldpan/browser` gives out the list of all formats, and its workers are one file each. */
export const formatNames: readonly FormatNames[] = formats

/** A format by its name or by one of its aliases, upper and lower case alike. */
export async function loadFormat(name: string): Promise<AnyFormat | undefined> {
  return findFormat(name)
}
