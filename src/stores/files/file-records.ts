import { compareCodePoints } from '../../model/id-order.ts'
import type { Records } from '../store.ts'
import type { FileArea } from './file-area.ts'
import { readRecordName, recordName } from './file-names.ts'

/** Records as files: `.goldpan/records/<collection>/<key>.json`. */
export class FileRecords implements Records {
  readonly #area: FileArea

  constructor(area: FileArea) {
    this.#area = area
  }

  async get(collection: string, key: string): Promise<string | undefined> {
    return textOf((await this.#area.read(pathOf(collection, key)))?.bytes)
  }

  async put(collection: string, key: string, value: string): Promise<void> {
    await this.#area.write([{ path: pathOf(collection, key), bytes: Buffer.from(value) }])
  }

  async delete(collection: string, key: string): Promise<boolean> {
    let wasThere = false
    await this.#area.change(pathOf(collection, key), (bytes) => {
      wasThere = bytes !== undefined
      return undefined
    })
    return wasThere
  }

  async list(collection: string): Promise<readonly { readonly key: string; readonly value: string }[]> {
    const names = (await this.#area.files(folderOf(collection))).map(({ name }) => name).filter((name) => name.endsWith('.json'))
    const records: { key: string; value: string }[] = []
    let k = 0
    for await (const content of this.#area.readAll(names.map((name) => `${folderOf(collection)}/${name}`))) {
      const key = readRecordName(names[k++]!.slice(0, -'.json'.length))
      if (content !== undefined) records.push({ key, value: Buffer.from(content.bytes).toString() })
    }
    return records.sort((a, b) => compareCodePoints(a.key, b.key))
  }

  async change(
    collection: string,
    key: string,
    change: (value: string | undefined) => string | undefined,
  ): Promise<string | undefined> {
    let changed: string | undefined
    await this.#area.change(pathOf(collection, key), (bytes) => {
      changed = change(textOf(bytes))
      return changed === undefined ? undefined : Buffer.from(changed)
    })
    return changed
  }
}

function folderOf(collection: string): string {
  return `.goldpan/records/${recordName(collection)}`
}

function pathOf(collection: string, key: string): string {
  return `${folderOf(collection)}/${recordName(key)}.json`
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString()
}
