import { ByteWriter } from '../json/byte-writer.ts'
import { GoldpanError } from '../model/error.ts'
import { chooseProject, printTitles } from './choose-project.ts'
import { DatabaseTasks } from './database-tasks.ts'
import { configOf, type LiveOptions, type LiveProject, type ProjectTitle } from './live-project.ts'
import { isPostgresAddress, withoutSecrets } from './live-source.ts'
import { readPostgres } from './postgres-reader.ts'
import type { RowReader } from './row-reader.ts'
import { readSqlite } from './sqlite-reader.ts'

/** Without these a database is not Label Studio's. */
const NEEDED_TABLES = ['project', 'task', 'task_completion', 'prediction']

/**
 * A project in the database of Label Studio, which is only read.
 * @param source path of the SQLite file, or `postgres://…`
 * @throws GoldpanError `database-unreadable`, `database-unknown`, `project-missing`, `option-missing` when the project is not clear
 */
export async function openDatabaseProject(source: string, { project }: LiveOptions): Promise<LiveProject> {
  const isPostgres = isPostgresAddress(source)
  const place = withoutSecrets(source)
  const reader = isPostgres ? await readPostgres(source) : await readSqlite(source)
  try {
    await needTables(reader, place)
    const projects = await listProjects(reader)
    const id = chooseProject(place, project ?? projects)
    const chosen = projects.find((known) => known.id === id)
    if (chosen === undefined) throw noSuchProject(place, id, projects)
    const [row] = await reader.rows(`SELECT label_config FROM project WHERE id = ${id}`)
    const config = row?.label_config
    const name = `${place} project ${id}`
    return {
      name,
      taskCount: chosen.taskCount,
      config: configOf(typeof config === 'string' ? config : undefined),
      tasks: () => readTasks(reader, id, typeof config === 'string' ? config : ''),
      close: () => reader.close(),
    }
  } catch (error) {
    await reader.close()
    throw error
  }
}

async function needTables(reader: RowReader, place: string): Promise<void> {
  for (const table of NEEDED_TABLES)
    if ((await reader.columns(table)).size === 0)
      throw new GoldpanError(
        'database-unknown',
        `there is no table \`${table}\`: this is not the database of a Label Studio`,
        'its file is label_studio.sqlite3 in the data directory of Label Studio; what Goldpan itself keeps is written with `goldpan export`',
        { file: place },
      )
}

/** Also those that somebody deleted and that can still be restored. */
async function listProjects(reader: RowReader): Promise<ProjectTitle[]> {
  const rows = await reader.rows(
    `SELECT project.id AS id, project.title AS title, count(task.id) AS tasks FROM project
     LEFT JOIN task ON task.project_id = project.id GROUP BY project.id, project.title ORDER BY project.id`,
  )
  return rows.map(({ id, title, tasks }) => ({ id: Number(id), title: String(title ?? ''), taskCount: Number(tasks) }))
}

function noSuchProject(place: string, id: number, projects: readonly ProjectTitle[]): GoldpanError {
  const hint = projects.length === 0 ? 'there is none at all' : `there are ${printTitles(projects)}`
  return new GoldpanError('project-missing', `there is no project ${id}`, hint, { file: place })
}

/** A piece is to have about so many bytes, whatever its tasks are. */
const PIECE_BYTES = 4 << 20
const FIRST_TASKS = 4
const MOST_TASKS = 1000

async function* readTasks(reader: RowReader, project: number, config: string): AsyncGenerator<Uint8Array> {
  const tasks = await DatabaseTasks.open(reader, project, config)
  const writer = new ByteWriter()
  for (let wanted = FIRST_TASKS; ; ) {
    const count = await reader.atOneMoment(() => tasks.write(writer, wanted))
    if (count === 0) return
    const piece = writer.take()
    yield piece
    wanted = Math.min(MOST_TASKS, 2 * wanted, Math.max(1, Math.floor((PIECE_BYTES * count) / piece.length)))
  }
}
