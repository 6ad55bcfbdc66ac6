import type { Input } from '../io/input-files.ts'
import { readTextFile } from '../io/read-file.ts'
import { GoldpanError } from '../model/error.ts'
import type { LabelConfig } from '../model/label-config.ts'

/** A labeling config: the path of its file, its XML, or one that was read already. */
export type ConfigSource = string | LabelConfig

export interface OpenedConfig {
  readonly config: LabelConfig
  /** Undefined when it came in no file. */
  readonly file: string | undefined
}

/** The labeling config that was given, else the one that lies beside the tasks, else none. @throws GoldpanError `config-invalid`, `config-missing` */
export async function openConfig(given: ConfigSource | undefined, input: Input): Promise<OpenedConfig | undefined> {
  if (typeof given === 'object') return { config: given, file: undefined }
  if (given !== undefined && isXml(given)) return { config: await needConfig(given, undefined), file: undefined }
  if (given !== undefined) return { config: await needConfig(await readNamed(given), given), file: given }
  if (input.config === undefined) return undefined
  const { name, read } = input.config
  const config = await readConfig(await read(), name)
  if (config === undefined && !name.endsWith('.json')) throw withoutConfig(name)
  return config && { config, file: name }
}

/** No path begins so. */
function isXml(text: string): boolean {
  return /^\uFEFF?\s*</.test(text)
}

/** The XML parser is loaded when there is something to parse. */
async function readConfig(text: string, file: string | undefined): Promise<LabelConfig | undefined> {
  const { readLabelConfig } = await import('../dialects/label-config-file.ts')
  return readLabelConfig(text, file)
}

async function needConfig(text: string, file: string | undefined): Promise<LabelConfig> {
  const config = await readConfig(text, file)
  if (config === undefined) throw withoutConfig(file)
  return config
}

function withoutConfig(file: string | undefined): GoldpanError {
  const hint = 'expected a string that starts with <View, for instance under `label_config`'
  return new GoldpanError('config-invalid', 'there is no labeling config in this JSON', hint, { file })
}

async function readNamed(path: string): Promise<string> {
  try {
    return await readTextFile(path)
  } catch (error) {
    if (error instanceof GoldpanError)
      throw new GoldpanError(
        'config-missing',
        `the labeling config \`${path}\` cannot be read`,
        'check the path; without [--config] one is looked for beside the tasks, else inferred',
        { file: path },
        { cause: error },
      )
    throw error
  }
}
