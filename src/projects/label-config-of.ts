import { readLabelConfig } from '../dialects/label-config-file.ts'
import { EMPTY_CONFIG, type LabelConfig } from '../model/label-config.ts'
import type { Project } from '../stores/store.ts'

/** The labeling config of a project; empty while it has none. @throws GoldpanError `config-invalid` */
export function labelConfigOf({ config }: Pick<Project, 'config'>): LabelConfig {
  return (config.trim() === '' ? undefined : readLabelConfig(config)) ?? EMPTY_CONFIG
}
