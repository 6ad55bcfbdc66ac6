import { labelConfigXml, readLabelConfig } from '../dialects/label-config-file.ts'
import type { Input } from '../io/input-files.ts'
import { EMPTY_CONFIG, type LabelConfig } from '../model/label-config.ts'
import type { Project, Store } from '../stores/store.ts'
import { findProject } from './find-project.ts'
import { labelConfigOf } from './label-config-of.ts'

export interface OpenedProject {
  readonly project: Project
  readonly config: LabelConfig
  readonly isNew: boolean
  /** A labeling config came with the tasks, and it is not that of the project, which stays. */
  readonly hasOtherConfig: boolean
}

/**
 * The project that tasks are to be brought into, made when there is none of that title. It takes over the labeling config that is given, or came with the tasks,
 * when it has none.
 * @param given XML, or JSON with the XML in it
 * @throws GoldpanError `config-empty`, `config-invalid`
 */
export async function openProject(
  store: Store,
  title: string,
  given: string | undefined,
  input: Input,
  at: Date,
): Promise<OpenedProject> {
  const project = await findProject(store, title)
  if (project !== undefined) return openKnownProject(store, project, given, input, at)
  const { xml, config } = await configOf(given, input)
  const created = await store.createProject({ title, description: '', config: xml, extra: '{}' }, at)
  return { project: created, config: config ?? EMPTY_CONFIG, isNew: true, hasOtherConfig: false }
}

/** The same for a project that is there. */
export async function openKnownProject(
  store: Store,
  project: Project,
  given: string | undefined,
  input: Input,
  at: Date,
): Promise<OpenedProject> {
  const { xml, config } = await configOf(given, input)
  if (project.config === '' && config !== undefined) {
    const changed = await store.changeProject(project.id, { config: xml }, at)
    return { project: changed, config, isNew: false, hasOtherConfig: false }
  }
  return {
    project,
    config: labelConfigOf(project),
    isNew: false,
    hasOtherConfig: config !== undefined && xml !== project.config.trim(),
  }
}

async function configOf(
  given: string | undefined,
  input: Input,
): Promise<{ readonly xml: string; readonly config: LabelConfig | undefined }> {
  const found = given ?? (await input.config?.read())
  const xml = (found === undefined ? undefined : labelConfigXml(found))?.trim() ?? ''
  return { xml, config: xml === '' ? undefined : readLabelConfig(xml) }
}
