import type { NamedInput } from '../io/input-files.ts'
import { TaskSpool } from '../io/task-spool.ts'
import type { LiveOptions, LiveProject } from './live-project.ts'
import { isServerAddress } from './live-source.ts'

/**
 * A project of a Label Studio server or database as an input of one file. Reading begins at once and does not wait for whoever asks for the tasks.
 * @throws GoldpanError as `openApiProject` and `openDatabaseProject` do
 */
export async function openLive(source: string, options: LiveOptions): Promise<NamedInput> {
  const stop = new AbortController()
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal])
  const project = await openProject(source, { ...options, signal })
  const spool = new TaskSpool(project.tasks())
  const { name, config, taskCount } = project
  let closing: Promise<void> | undefined
  const close = async () => {
    stop.abort()
    await spool.close()
    await project.close()
  }
  return {
    name,
    files: [{ name, taskCount, open: () => spool.read() }],
    skipped: [],
    config: config === undefined ? undefined : { name: `the labeling config of ${name}`, read: async () => config },
    close: () => (closing ??= close()),
  }
}

/** What reads servers or databases is loaded when there is one. */
async function openProject(source: string, options: LiveOptions): Promise<LiveProject> {
  if (isServerAddress(source)) return (await import('./label-studio-api.ts')).openApiProject(source, options)
  return (await import('./label-studio-database.ts')).openDatabaseProject(source, options)
}
