import { GoldpanError } from '../../model/error.ts'

export function newerStore(name: string, version: number, known: number): GoldpanError {
  return new GoldpanError(
    'store-newer',
    `\`${name}\` was written by a newer Goldpan (its tables have version ${version}, this one knows ${known})`,
    'install that version or a later one',
  )
}
