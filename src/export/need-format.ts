import type { AnyFormat } from '../formats/format.ts'
import { formatNames, loadFormat } from '../formats/load.ts'
import { findNamed } from '../formats/names.ts'
import { GoldpanError } from '../model/error.ts'
import { nearest } from '../model/nearest.ts'

/** The format of a name, loaded. @throws GoldpanError `format-unknown` with the nearest name */
export async function needFormat(name: string): Promise<AnyFormat> {
  const format = await loadFormat(name)
  if (format === undefined) throw unknownFormat(name)
  return format
}

/** What is said to a name that no format has. */
export function unknownFormat(name: string): GoldpanError {
  const names = formatNames.flatMap(({ id, aliases }) => [id, ...aliases])
  const near = nearest(name, names)
  const hint =
    near === undefined
      ? `there are ${formatNames.map(({ id }) => id).join(', ')}`
      : `did you mean ${findNamed(formatNames, near)?.id}?[ \`goldpan formats\` lists all || ]`
  return new GoldpanError('format-unknown', `there is no format \`${name}\``, hint)
}
