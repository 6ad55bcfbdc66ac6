import type { NamedInput } from '../io/input-files.ts'
import { failing } from '../io/read-bytes.ts'
import { TaskSpool } from '../io/task-spool.ts'
import { joinBytes } from '../json/bytes.ts'
import type { GoldpanError } from '../model/error.ts'
import type { Query } from '../query/query.ts'
import type { Project, Store, TaskDocument } from '../stores/store.ts'

/**
 * The tasks of a project that a search finds, as an input to convert, with the project's labeling config. They are as they were when the first was asked for,
 * also for formats that read their input twice. Files among the tasks that hold none are told where the conversion tells of damaged files.
 */
export async function storeInput(store: Store, project: Project, query: Query): Promise<NamedInput> {
  const name = inputNameOf(project)
  const { tasks } = await store.count(project.id, query)
  const problems = await store.problems(project.id)
  const stop = new AbortController()
  let spool: TaskSpool | undefined
  return {
    name,
    files: [
      {
        name,
        taskCount: tasks,
        open: () => (spool ??= new TaskSpool(pieces(store.scan(project.id, query, stop.signal)))).read(),
      },
      ...problems.filter(isDamage).map((damage) => ({ name: fileOf(damage, name), taskCount: 0, open: () => failing(damage) })),
    ],
    skipped: problems
      .filter((problem) => !isDamage(problem))
      .map((problem) => ({ name: fileOf(problem, name), problem: problem.message })),
    config: configFileOf(project),
    close: async () => {
      stop.abort()
      await spool?.close()
    },
  }
}

function isDamage({ code }: GoldpanError): boolean {
  return code === 'task-invalid'
}

function fileOf({ where }: GoldpanError, project: string): string {
  return where.file ?? project
}

/** How a project is called where its tasks are an input. */
export function inputNameOf({ title }: Project): string {
  return `project ${title}`
}

/** Undefined while a project has no labeling config. */
export function configFileOf(project: Project): NamedInput['config'] {
  const { config } = project
  return config.trim() === '' ? undefined : { name: `${inputNameOf(project)}/config.xml`, read: async () => config }
}

/** Their bytes one behind the other, as in a list. */
export function joinDocuments(documents: readonly TaskDocument[]): Uint8Array {
  return joinBytes(documents.flatMap(({ document }, k) => (k === 0 ? [document] : [COMMA, document])))
}

const COMMA = new TextEncoder().encode(',\n')

async function* pieces(batches: AsyncIterable<readonly TaskDocument[]>): AsyncGenerator<Uint8Array> {
  for await (const batch of batches) yield joinDocuments(batch)
}
