import type { AnyFormat } from '../formats/format.ts'
import { findFormat, formats } from '../formats/index.ts'
import { GoldpanError } from '../model/error.ts'
import { nearest } from '../model/nearest.ts'

/** @throws GoldpanError `format-unknown` with the nearest name */
export function needFormat(name: string): AnyFormat {
  const format = findFormat(name)
  if (format !== undefined) return format
  const names = formats.flatMap(({ id, aliases }) => [id, ...aliases])
  const near = nearest(name, names)
  const hint =
    near === undefined
      ? `there are ${formats.map(({ id }) => id).join(', ')}`
      : `did you mean ${findFormat(near)?.id}?[ \`goldpan formats\` lists all || ]`
  throw new GoldpanError('format-unknown', `there is no format \`${name}\``, hint)
}
