import { setTimeout } from 'node:timers/promises'
import { inParallel } from '../../io/in-parallel.ts'
import type { S3Bucket } from '../../io/s3.ts'
import type { FileArea, FileContent, FileEntry, HeldLock, NewFile } from './file-area.ts'
import { LeaseLocks } from './lease-locks.ts'

/** Requests under way at the same time. */
const PARALLEL_REQUESTS = 24
/** A page of a list costs about as much as so many other requests. */
const REQUESTS_WORTH_A_PAGE = 4
const LONGEST_WAIT_MILLISECONDS = 200

/** The keys of a bucket below a prefix. */
export class BucketFolder implements FileArea {
  readonly name: string
  readonly listingAge = 10_000
  readonly #bucket: S3Bucket
  readonly #prefix: string
  readonly #locks: LeaseLocks

  constructor(bucket: S3Bucket, prefix: string, lockMilliseconds: number) {
    this.#bucket = bucket
    this.#prefix = prefix === '' ? '' : `${prefix}/`
    this.name = `s3://${bucket.name}/${prefix}`
    this.#locks = new LeaseLocks(bucket, `${this.#prefix}.goldpan/locks/`, lockMilliseconds)
  }

  async folders(path: string): Promise<string[]> {
    const prefix = this.#below(path)
    const names: string[] = []
    for await (const { folders } of this.#bucket.list(prefix))
      for (const folder of folders) names.push(folder.slice(prefix.length, -1))
    return names.filter((name) => name !== '')
  }

  async files(path: string): Promise<FileEntry[]> {
    const prefix = this.#below(path)
    const entries: FileEntry[] = []
    for await (const { objects } of this.#bucket.list(prefix))
      for (const { key, etag } of objects) if (key !== prefix) entries.push({ name: key.slice(prefix.length), version: etag }) // some tools make an empty object for the folder
    return entries
  }

  async likely(path: string, names: readonly string[]): Promise<Set<string>> {
    const prefix = this.#below(path)
    const found = new Set<string>()
    let pages = 0
    for await (const { objects } of this.#bucket.list(prefix)) {
      if (++pages * REQUESTS_WORTH_A_PAGE > names.length) return new Set(names)
      for (const { key } of objects) found.add(key.slice(prefix.length))
    }
    return found
  }

  async read(path: string): Promise<FileContent | undefined> {
    const content = await this.#bucket.get(this.#key(path))
    return content && { bytes: content.bytes, version: content.etag }
  }

  async *readAll(paths: Iterable<string>): AsyncGenerator<FileContent | undefined> {
    const underWay: Promise<FileContent | undefined>[] = []
    for (const path of paths) {
      const reading = this.read(path)
      reading.catch(() => undefined) // thrown when it is its turn
      underWay.push(reading)
      if (underWay.length >= PARALLEL_REQUESTS) yield underWay.shift()
    }
    for (const reading of underWay) yield reading
  }

  async write(files: readonly NewFile[]): Promise<void> {
    await inParallel(PARALLEL_REQUESTS, files, ({ path, bytes }) => this.#bucket.put(this.#key(path), bytes))
  }

  async change(path: string, change: (bytes: Uint8Array | undefined) => Uint8Array | undefined): Promise<void> {
    const key = this.#key(path)
    for (let wait = 1; ; wait = Math.min(wait * 2, LONGEST_WAIT_MILLISECONDS)) {
      const content = await this.#bucket.get(key)
      const changed = change(content?.bytes)
      if (changed === content?.bytes) return
      if (changed === undefined) return this.#bucket.delete(key)
      if ((await this.#bucket.put(key, changed, content === undefined ? 'absent' : { etag: content.etag })) !== undefined) return
      await setTimeout(wait * Math.random())
    }
  }

  async keep(copies: readonly { readonly from: string; readonly to: string }[]): Promise<void> {
    await inParallel(PARALLEL_REQUESTS, copies, async ({ from, to }) => {
      if ((await this.#bucket.head(this.#key(to))) === undefined) await this.#bucket.copy(this.#key(from), this.#key(to))
    })
  }

  async delete(paths: readonly string[]): Promise<void> {
    await inParallel(PARALLEL_REQUESTS, paths, (path) => this.#bucket.delete(this.#key(path)))
  }

  async deleteFolder(path: string): Promise<void> {
    for await (const { objects } of this.#bucket.list(this.#below(path), true))
      await inParallel(PARALLEL_REQUESTS, objects, ({ key }) => this.#bucket.delete(key))
  }

  exclusively<T>(lock: string, work: (lock: HeldLock) => Promise<T>): Promise<T> {
    return this.#locks.exclusively(lock, work)
  }

  async close(): Promise<void> {
    this.#bucket.close()
  }

  #key(path: string): string {
    return `${this.#prefix}${path}`
  }

  #below(path: string): string {
    return path === '' ? this.#prefix : `${this.#prefix}${path}/`
  }
}
