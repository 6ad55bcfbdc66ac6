import { randomUUID } from 'node:crypto'
import type { FileArea, FileContent } from './file-area.ts'

/** A mark that nobody renewed for so long is that of a process that died. */
const LIFE_MILLISECONDS = 60_000

/**
 * Says that somebody reads the tasks of a project as they are now: those who change one keep it for the reader first ({@link keepForScans}).
 * Where the area cannot be written nobody else writes there either, so it goes without.
 */
export class ScanMark {
  readonly #area: FileArea
  readonly #project: string
  readonly #name = randomUUID()
  readonly #renewals: NodeJS.Timeout

  private constructor(area: FileArea, project: string) {
    this.#area = area
    this.#project = project
    this.#renewals = setInterval(() => void this.#renew().catch(() => undefined), LIFE_MILLISECONDS / 3) // the next try may do
    this.#renewals.unref()
  }

  /** The lock of the project is held until the tasks are listed. */
  static async set(area: FileArea, project: string): Promise<ScanMark> {
    const mark = new ScanMark(area, project)
    try {
      await mark.#renew()
      return mark
    } catch (error) {
      clearInterval(mark.#renewals)
      throw error
    }
  }

  /** The file as it was when the mark was set, if it was changed since then. */
  kept(name: string): Promise<FileContent | undefined> {
    return this.#area.read(`${scansOf(this.#project)}/${this.#name}/${name}`)
  }

  async remove(): Promise<void> {
    clearInterval(this.#renewals)
    await removeMark(this.#area, this.#project, this.#name)
  }

  #renew(): Promise<void> {
    const bytes = Buffer.from(String(Date.now() + LIFE_MILLISECONDS))
    return this.#area.write([{ path: `${scansOf(this.#project)}/${this.#name}.mark`, bytes }])
  }
}

/** Keeps task files that are about to change for those who still have to read them. The lock of the project is held. */
export async function keepForScans(area: FileArea, project: string, folder: string, names: readonly string[]): Promise<void> {
  for (const { name: file } of await area.files(scansOf(project))) {
    const mark = file.replace(/\.mark$/, '')
    const content = await area.read(`${scansOf(project)}/${file}`)
    const until = content === undefined ? 0 : Number(Buffer.from(content.bytes).toString())
    if (until < Date.now()) await removeMark(area, project, mark)
    else await area.keep(names.map((name) => ({ from: `${folder}/${name}`, to: `${scansOf(project)}/${mark}/${name}` })))
  }
}

async function removeMark(area: FileArea, project: string, mark: string): Promise<void> {
  await area.delete([`${scansOf(project)}/${mark}.mark`])
  await area.deleteFolder(`${scansOf(project)}/${mark}`)
}

function scansOf(project: string): string {
  return `${project}/.goldpan/scans`
}
