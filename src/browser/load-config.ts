import { readLabelConfig } from '../dialects/label-config-file.ts'
import { GoldpanError } from '../model/error.ts'
import type { LabelConfig } from '../model/label-config.ts'
import type { BrowserInput } from './inputs.ts'

export interface LoadedConfig {
  readonly config: LabelConfig
  readonly file: string | undefined
}

/** The labeling config that was given, else the one among the files, else none. @throws GoldpanError `config-invalid` */
export async function loadConfig(
  given: LabelConfig | string | undefined,
  { config: found }: Pick<BrowserInput, 'config'>,
): Promise<LoadedConfig | undefined> {
  if (typeof given === 'object') return { config: given, file: undefined }
  const file = given === undefined ? found?.name : 'config'
  const text = given ?? (await found?.read())
  if (text === undefined || file === undefined) return undefined
  const config = readLabelConfig(text, file)
  if (config !== undefined) return { config, file }
  if (given === undefined) return undefined // some other config.json
  throw new GoldpanError('config-invalid', 'there is no labeling config in this JSON', 'expected XML that starts with <View')
}
