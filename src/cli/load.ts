import { type Input, openInput } from '../io/input-files.ts'
import { readTextFile } from '../io/read-file.ts'
import { GoldpanError } from '../model/error.ts'
import type { LabelConfig } from '../model/label-config.ts'

/** Opens what the user named; standard input when nothing is named and something is piped in. */
export async function loadInput(paths: readonly string[]): Promise<Input> {
  if (paths.length > 0) return openInput(paths, process.stdin)
  if (process.stdin.isTTY)
    throw new GoldpanError('option-missing', 'no input', 'name files or folders of tasks, or pipe tasks into standard input')
  return openInput(['-'], process.stdin)
}

export interface LoadedConfig {
  readonly config: LabelConfig
  readonly file: string
}

/** The labeling config that was named, else the one that lies beside the tasks, else none. @throws GoldpanError `config-invalid`, `input-missing` */
export async function loadConfig(path: string | undefined, input: Input): Promise<LoadedConfig | undefined> {
  if (path !== undefined) return { config: await needConfig(await readNamed(path), path), file: path }
  if (input.config === undefined) return undefined
  const { name, read } = input.config
  const { readLabelConfig } = await import('../dialects/label-config-file.ts')
  const config = name.endsWith('.json') ? readLabelConfig(await read(), name) : await needConfig(await read(), name)
  return config && { config, file: name }
}

async function needConfig(text: string, file: string): Promise<LabelConfig> {
  const { readLabelConfig } = await import('../dialects/label-config-file.ts')
  const config = readLabelConfig(text, file)
  if (config !== undefined) return config
  const hint = 'expected a string that starts with <View, for instance under `label_config`'
  throw new GoldpanError('config-invalid', 'there is no labeling config in this JSON', hint, { file })
}

async function readNamed(path: string): Promise<string> {
  try {
    return await readTextFile(path)
  } catch (error) {
    if (error instanceof GoldpanError)
      throw new GoldpanError(
        'config-missing',
        `the labeling config \`${path}\` cannot be read`,
        'check the path; without --config one is looked for beside the tasks, else inferred',
        { file: path },
        { cause: error },
      )
    throw error
  }
}
