import { GoldpanError } from '../model/error.ts'

export const MIB = 1 << 20

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: MIB,
  GiB: 1024 * MIB,
  TiB: MIB * MIB,
}

/** Bytes in `512MB` (decimal), `2 GiB` (binary) or a plain number. @param option that says it, marked as in model/wording.ts @throws GoldpanError `option-invalid` */
export function parseSize(size: number | string, option: string): number {
  const [, digits = '', unit = 'B'] = /^(\d+(?:\.\d+)?)\s*([a-z]+)?$/i.exec(String(size).trim()) ?? []
  const name = Object.keys(UNITS).find((known) => known.toLowerCase() === unit.toLowerCase())
  if (digits !== '' && name !== undefined) return Number(digits) * UNITS[name]!
  throw new GoldpanError('option-invalid', `\`${size}\` is not possible for ${option}`, 'it takes a size such as 512MB or 2GiB')
}
