import type { JsonNode } from '../../json/node.ts'
import type { Id } from '../../model/task.ts'
import type { FileArea, NewFile } from './file-area.ts'
import { readOwn } from './own-json.ts'

/** Which task came from where: files of lines in the order of their names, one per import. What a later line says counts. */
export class Origins {
  readonly #area: FileArea
  readonly #folder: string
  #read: readonly string[] = []
  #ids = new Map<string, Id>()

  constructor(area: FileArea, project: string) {
    this.#area = area
    this.#folder = `${project}/.goldpan/origins`
  }

  /** Those of the origins that are known. */
  async find(origins: readonly string[]): Promise<Map<string, Id>> {
    await this.#refresh()
    const found = new Map<string, Id>()
    for (const origin of origins) {
      const id = this.#ids.get(origin)
      if (id !== undefined) found.set(origin, id)
    }
    return found
  }

  /** The file that adds these; the lock of the project is held. */
  async added(origins: readonly { readonly origin: string; readonly id: Id }[]): Promise<NewFile[]> {
    if (origins.length === 0) return []
    await this.#refresh()
    const isNew = ({ origin, id }: { readonly origin: string; readonly id: Id }) => this.#ids.get(origin) !== id
    return this.#next(origins.filter(isNew).map(({ origin, id }) => JSON.stringify({ origin, id })))
  }

  /** The file that takes away the origins of tasks that are deleted; the lock of the project is held. */
  async removed(ids: readonly Id[]): Promise<NewFile[]> {
    await this.#refresh()
    const known = new Set(this.#ids.values())
    return this.#next(ids.filter((id) => known.has(id)).map((deleted) => JSON.stringify({ deleted })))
  }

  #next(lines: readonly string[]): NewFile[] {
    if (lines.length === 0) return []
    const number = Number.parseInt(this.#read.at(-1) ?? '0', 10) + 1
    const path = `${this.#folder}/${String(number).padStart(8, '0')}.ndjson`
    return [{ path, bytes: Buffer.from(lines.map((line) => `${line}\n`).join('')) }]
  }

  /** Files stay as they are; so only those behind the last one are new, unless the project is another. */
  async #refresh(): Promise<void> {
    const names = (await this.#area.files(this.#folder)).map(({ name }) => name).sort()
    const isContinued = this.#read.every((name, k) => names[k] === name)
    if (!isContinued) this.#ids = new Map()
    const unread = isContinued ? names.slice(this.#read.length) : names
    for await (const content of this.#area.readAll(unread.map((name) => `${this.#folder}/${name}`)))
      if (content !== undefined) this.#add(content.bytes)
    this.#read = names
  }

  #add(bytes: Uint8Array): void {
    for (const line of Buffer.from(bytes).toString().split('\n')) {
      if (line === '') continue
      const node = readOwn(
        line,
        this.#folder,
        'delete the damaged file there: what it says of tasks without ids will be imported once more',
      )
      const [origin, id, deleted] = [node.get('origin')?.string(), idAt(node.get('id')), idAt(node.get('deleted'))]
      if (origin !== undefined && id !== undefined) this.#ids.set(origin, id)
      if (deleted !== undefined) for (const [known, of] of this.#ids) if (of === deleted) this.#ids.delete(known)
    }
  }
}

function idAt(node: JsonNode | undefined): Id | undefined {
  return node?.number() ?? node?.string()
}
