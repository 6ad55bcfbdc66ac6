import { type ArchiveEntry, CONFIG_NAMES, type ConfigFile, TASK_NAME } from './entry-files.ts'
import { inNumericOrder } from './numeric-order.ts'
import { readText } from './read-bytes.ts'
import { S3Bucket, type S3Object } from './s3.ts'
import { parseS3Url } from './s3-place.ts'

/** Objects of at most so many bytes are fetched before it is their turn, so many of them: waiting for each would take most of the time. */
const SMALL_BYTES = 1 << 20
const AHEAD = 16

/** What was found under an `s3://` address: one object, or all below a prefix. */
export interface BucketInput {
  readonly isObject: boolean
  /** In numeric order; the path of a single object is its name. */
  readonly entries: readonly ArchiveEntry[]
  /** A labeling config in the folder above. */
  readonly config: ConfigFile | undefined
  close(): void
}

/** @throws GoldpanError `input-unreadable` */
export async function openBucketInput(url: string): Promise<BucketInput> {
  const { bucket: name, prefix } = parseS3Url(url)
  const bucket = new S3Bucket(name, { failed: 'input-unreadable', forbidden: 'input-unreadable' })
  try {
    const object = prefix === '' || url.endsWith('/') ? undefined : await bucket.head(prefix)
    const above = prefix.slice(0, Math.max(0, prefix.lastIndexOf('/')))
    const entries =
      object === undefined
        ? await listBelow(bucket, prefix)
        : entriesOf(bucket, [object], prefix.length - baseName(prefix).length)
    const isInProject = object !== undefined || baseName(prefix) === 'completions'
    const config = isInProject ? await findConfig(bucket, above) : undefined
    return { isObject: object !== undefined, entries, config, close: () => bucket.close() }
  } catch (error) {
    bucket.close()
    throw error
  }
}

async function listBelow(bucket: S3Bucket, prefix: string): Promise<ArchiveEntry[]> {
  const folder = prefix === '' ? '' : `${prefix}/`
  const objects: S3Object[] = []
  for await (const page of bucket.list(folder, true))
    for (const object of page.objects) if (!object.key.endsWith('/')) objects.push(object) // some tools make an empty object for a folder
  return entriesOf(bucket, objects, folder.length)
}

/** @param skipped characters of the key that are not in the path */
function entriesOf(bucket: S3Bucket, objects: readonly S3Object[], skipped: number): ArchiveEntry[] {
  const sorted = inNumericOrder(objects, ({ key }) => key.slice(skipped))
  const tasks = sorted.filter(({ key }) => TASK_NAME.test(key))
  const ahead = new ReadAhead(bucket, tasks)
  const places = new Map(tasks.map(({ key }, k) => [key, k]))
  return sorted.map(({ key, size }) => {
    const k = places.get(key)
    return { path: key.slice(skipped), size, open: () => (k === undefined ? bucket.stream(key) : ahead.open(k)) }
  })
}

/** Fetches small objects before they are asked for, in their order. */
class ReadAhead {
  readonly #bucket: S3Bucket
  readonly #objects: readonly S3Object[]
  readonly #fetching = new Map<number, Promise<Uint8Array>>()

  constructor(bucket: S3Bucket, objects: readonly S3Object[]) {
    this.#bucket = bucket
    this.#objects = objects
  }

  async *open(k: number): AsyncGenerator<Uint8Array> {
    const fetching = this.#fetching.get(k)
    this.#fetching.delete(k)
    const last = Math.min(k + AHEAD, this.#objects.length - 1)
    for (let next = k + 1; next <= last; next++) this.#fetch(next)
    if (fetching === undefined) yield* this.#bucket.stream(this.#objects[k]!.key)
    else yield await fetching
  }

  #fetch(k: number): void {
    const { key, size } = this.#objects[k]!
    if (size > SMALL_BYTES || this.#fetching.has(k)) return
    const fetching = wholeOf(this.#bucket.stream(key))
    fetching.catch(() => undefined) // thrown when it is its turn
    this.#fetching.set(k, fetching)
  }
}

async function wholeOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

async function findConfig(bucket: S3Bucket, folder: string): Promise<ConfigFile | undefined> {
  for (const candidate of CONFIG_NAMES) {
    const key = folder === '' ? candidate : `${folder}/${candidate}`
    if ((await bucket.head(key)) === undefined) continue
    const name = `s3://${bucket.name}/${key}`
    return { name, read: () => readText(bucket.stream(key), name) }
  }
  return undefined
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
