import { GoldpanError } from '../../model/error.ts'
import type { Project, ProjectSettings } from '../store.ts'
import { unknownProject } from '../unknown-project.ts'
import { commit, recover } from './commit.ts'
import type { FileArea, HeldLock, NewFile } from './file-area.ts'
import { projectFolderName } from './file-names.ts'
import type { Numbers } from './numbers.ts'
import { damagedOwn, readOwn } from './own-json.ts'

export interface ProjectFolder {
  readonly folder: string
  readonly project: Project
}

/** What stands in `<folder>/.goldpan/project.json`; the labeling config stands beside the tasks, in `config.xml`. */
interface Registration extends Omit<Project, 'config'> {
  /** What the folder was called: a copy of a folder says the name of another. */
  readonly folder: string
}

interface Registered extends Registration {
  /** The folder that it was found in. */
  readonly path: string
}

/** The projects of an area: folders that hold a `completions` folder, or were made as projects. */
export class ProjectFolders {
  readonly #area: FileArea
  readonly #numbers: Numbers
  #found: ReadonlyMap<number, ProjectFolder> = new Map()

  constructor(area: FileArea, numbers: Numbers) {
    this.#area = area
    this.#numbers = numbers
  }

  /** In order of their ids. Folders that nobody registered get the next numbers, in order of their names. */
  async all(): Promise<readonly ProjectFolder[]> {
    const { registered, rest } = await this.#look()
    const isComplete = (await this.#projectsIn(rest)).length === 0
    return this.#remember(isComplete ? registered : await this.#area.exclusively('projects', () => this.#register()))
  }

  /** @throws GoldpanError `project-unknown` */
  async need(id: number): Promise<ProjectFolder> {
    const found = await this.find(id)
    if (found !== undefined) return found
    throw unknownProject(id)
  }

  /** Looks again at the folder that it was found in; a list of all would read every project for each task. */
  async find(id: number): Promise<ProjectFolder | undefined> {
    const known = this.#found.get(id)
    const again = known && (await this.#read(known.folder))
    return again?.project.id === id ? again : (await this.all()).find(({ project }) => project.id === id)
  }

  /** @throws GoldpanError `project-exists` */
  create(settings: ProjectSettings, at: Date): Promise<Project> {
    return this.#area.exclusively('projects', async () => {
      needNewTitle(await this.#remember(await this.#register()), settings.title)
      const id = await this.#numbers.reserve('project', 1)
      const folder = projectFolderName(settings.title, await this.#area.folders(''))
      const project: Project = { ...settings, id, createdAt: at, updatedAt: at }
      const [registration, config] = filesOf(folder, project)
      if (config !== undefined) await this.#area.write([config])
      await this.#area.write([registration]) // from here on it is a project
      return project
    })
  }

  /** The lock of the project is held. @throws GoldpanError `project-unknown`, `project-exists` */
  async change(id: number, changes: Partial<ProjectSettings>, at: Date, lock: HeldLock): Promise<Project> {
    const { folder, project } = await this.need(id)
    const changed = { ...project, ...changes, updatedAt: at }
    const [registration, config] = filesOf(folder, changed)
    const write = config === undefined ? [registration] : [config, registration]
    const gone = config === undefined ? [`${folder}/config.xml`] : []
    await this.#area.exclusively('projects', async () => {
      const all = await this.#remember(await this.#register())
      needNewTitle(
        all.filter((other) => other.project.id !== id),
        changed.title,
      )
      await commit(this.#area, folder, { write, delete: gone }, lock)
    })
    return changed
  }

  /** All that is the project's; other files of the folder stay. The lock of the project is held. */
  async delete(id: number, lock: HeldLock): Promise<void> {
    const { folder } = await this.need(id)
    const tasks = (await this.#area.files(`${folder}/completions`)).map(({ name }) => `${folder}/completions/${name}`)
    const gone = [`${folder}/.goldpan/project.json`, `${folder}/config.xml`, ...tasks]
    await commit(this.#area, folder, { write: [], delete: gone }, lock)
    await this.#area.deleteFolder(`${folder}/completions`)
    await this.#area.deleteFolder(`${folder}/.goldpan`)
  }

  async #remember(registered: readonly Registered[]): Promise<readonly ProjectFolder[]> {
    const found = await this.#withConfigs(registered)
    this.#found = new Map(found.map((one) => [one.project.id, one]))
    return found
  }

  async #read(path: string): Promise<ProjectFolder | undefined> {
    const content = await this.#area.read(registrationOf(path))
    if (content === undefined) return undefined
    return (await this.#withConfigs([{ ...readRegistration(content.bytes, registrationOf(path)), path }]))[0]
  }

  async #look(): Promise<{ registered: Registered[]; rest: string[] }> {
    const folders = (await this.#area.folders('')).filter((name) => !name.startsWith('.'))
    const found: Registered[] = []
    const rest: string[] = []
    let k = 0
    for await (const content of this.#area.readAll(folders.map(registrationOf))) {
      const path = folders[k++]!
      if (content === undefined) rest.push(path)
      else found.push({ ...readRegistration(content.bytes, registrationOf(path)), path })
    }
    const original = (id: number) => {
      const same = found.filter((one) => one.id === id)
      return same.find(({ folder, path }) => folder === path) ?? same[0]
    }
    const isCopy = (one: Registered) => one !== original(one.id)
    return {
      registered: found.filter((one) => !isCopy(one)).sort((a, b) => a.id - b.id),
      rest: [...rest, ...found.filter(isCopy).map(({ path }) => path)].sort(),
    }
  }

  async #projectsIn(folders: readonly string[]): Promise<string[]> {
    const projects: string[] = []
    for (const folder of folders) if ((await this.#area.folders(folder)).includes('completions')) projects.push(folder)
    return projects
  }

  /** The lock `projects` is held. */
  async #register(): Promise<Registered[]> {
    const { rest } = await this.#look() // another process may have been first
    for (const folder of await this.#projectsIn(rest)) {
      const id = await this.#numbers.reserve('project', 1)
      const now = new Date()
      const project = { id, title: folder, description: '', config: '', extra: '{}', createdAt: now, updatedAt: now }
      await this.#area.exclusively(`project-${id}`, (lock) => recover(this.#area, folder, lock)) // it may be one that was half deleted
      if ((await this.#projectsIn([folder])).length > 0) await this.#area.write([filesOf(folder, project)[0]])
    }
    return (await this.#look()).registered
  }

  async #withConfigs(found: readonly Registered[]): Promise<ProjectFolder[]> {
    const projects: ProjectFolder[] = []
    let k = 0
    for await (const content of this.#area.readAll(found.map(({ path }) => `${path}/config.xml`))) {
      const { path, folder: _, ...registration } = found[k++]!
      const config = content === undefined ? '' : Buffer.from(content.bytes).toString()
      projects.push({ folder: path, project: { ...registration, config } })
    }
    return projects
  }
}

function registrationOf(folder: string): string {
  return `${folder}/.goldpan/project.json`
}

function filesOf(folder: string, { config, extra, createdAt, updatedAt, ...rest }: Project): [NewFile, NewFile | undefined] {
  const { id, title, description } = rest
  const head = JSON.stringify({ id, folder, title, description, createdAt, updatedAt })
  const registration = { path: registrationOf(folder), bytes: Buffer.from(`${head.slice(0, -1)},"extra":${extra}}\n`) }
  return [registration, config === '' ? undefined : { path: `${folder}/config.xml`, bytes: Buffer.from(config) }]
}

/** @throws GoldpanError `store-damaged` */
function readRegistration(bytes: Uint8Array, file: string): Registration {
  const hint = 'mend it; if you delete it, the project gets a new number, and its title is the name of its folder'
  const node = readOwn(bytes, file, hint)
  const text = (key: string) => node.get(key)?.string()
  const [id, folder, title] = [node.get('id')?.number(), text('folder'), text('title')]
  const [createdAt, updatedAt] = [new Date(text('createdAt') ?? ''), new Date(text('updatedAt') ?? '')]
  if (id === undefined || folder === undefined || title === undefined || Number.isNaN(createdAt.getTime() + updatedAt.getTime()))
    throw damagedOwn(file, hint)
  const extra = node.get('extra')?.text() ?? '{}'
  return { id, folder, title, description: text('description') ?? '', extra, createdAt, updatedAt }
}

function needNewTitle(others: readonly ProjectFolder[], title: string): void {
  const other = others.find(({ project }) => project.title === title)
  if (other === undefined) return
  throw new GoldpanError('project-exists', `there is a project \`${title}\` already: ${other.project.id}`, 'choose another title')
}
