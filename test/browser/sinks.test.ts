import { describe, expect, it } from 'vitest'
import { type DirectoryHandle, folderSink, writableTarget } from '../../src/browser/sinks.ts'

/** A folder in memory whose disk is full at some file. */
class Folder implements DirectoryHandle {
  readonly kind = 'directory'
  readonly name = 'out'
  readonly entries = new Map<string, Folder | Blob>()
  readonly #fullAt: string

  constructor(fullAt: string) {
    this.#fullAt = fullAt
  }

  async *keys() {
    yield* this.entries.keys()
  }

  async getDirectoryHandle(name: string): Promise<Folder> {
    const found = this.entries.get(name)
    if (found instanceof Folder) return found
    const made = new Folder(this.#fullAt)
    this.entries.set(name, made)
    return made
  }

  async getFileHandle(name: string) {
    return {
      createWritable: async () => ({
        write: async (content: Blob) => {
          if (name === this.#fullAt) throw new DOMException('no room', 'QuotaExceededError')
          this.entries.set(name, content)
        },
        close: async () => undefined,
      }),
    }
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.entries.delete(name)) throw new DOMException('not there', 'NotFoundError')
  }
}

describe('a folder on a disk that is full', () => {
  const error = {
    code: 'output-unwritable',
    message: '`b/2.txt` cannot be written (QuotaExceededError)',
    where: { file: 'b/2.txt' },
  }

  it('is empty again', async () => {
    const folder = new Folder('2.txt')
    const sink = await folderSink(folder, false)
    for (const file of ['a/1.txt', 'b/1.txt', 'b/2.txt', 'c.txt']) await sink.put(file, file)
    expect(folder.entries.size).toBe(0)
    await expect(sink.close()).rejects.toMatchObject(error)
    expect([...folder.entries.keys()]).toEqual(['a', 'b'])
    await sink.abort()
    expect(folder.entries.size).toBe(0)
  })

  it('keeps everything where files may have been there before', async () => {
    const folder = new Folder('2.txt')
    folder.entries.set('c.txt', new Blob(['old']))
    const sink = await folderSink(folder, true)
    for (const file of ['a.txt', 'b/2.txt', 'c.txt']) await sink.put(file, file)
    await expect(sink.close()).rejects.toMatchObject(error)
    await sink.abort()
    expect([...folder.entries.keys()]).toContain('c.txt')
  })

  it('takes no path that leads out of it', async () => {
    const sink = await folderSink(new Folder(''), false)
    await expect(sink.put('../x', '')).rejects.toMatchObject({ code: 'output-path-unsafe' })
  })
})

it('a stream hears that a run did not end well', async () => {
  let reason: unknown
  const target = writableTarget(new WritableStream({ abort: (given) => void (reason = given) }))
  await target.write(Uint8Array.from([1]))
  await target.abort()
  expect(reason).toMatchObject({ name: 'GoldpanError', code: 'cancelled' })
})
