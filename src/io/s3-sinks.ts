import type { Content, Sink, Spool } from '../formats/format.ts'
import { joinBytes } from '../json/bytes.ts'
import { GoldpanError } from '../model/error.ts'
import { type ByteTarget, chunksOf, safeParts, toBytes } from './content.ts'
import { inParallel } from './in-parallel.ts'
import { S3Bucket } from './s3.ts'
import { parseS3Url } from './s3-place.ts'
import { S3Upload } from './s3-upload.ts'
import { Spools } from './spool.ts'

const CODES = { failed: 'output-unwritable', forbidden: 'output-unwritable' }
/** Small files that are sent together, and requests under way at the same time. */
const PARALLEL_FILES = 24

/**
 * Files below a prefix of a bucket. None of them is there before `close`: small ones are kept in a temporary file until then, large ones are sent in parts that
 * become objects only then. Should `close` fail on the way, `abort` takes away what was new; files that were replaced stay replaced.
 * @param url `s3://bucket/prefix`
 * @param isOverwriting puts the files beside those that are there, replacing those of the same name; without it there must be none
 * @throws GoldpanError `output-exists`, `output-unwritable`
 */
export async function bucketSink(url: string, isOverwriting: boolean): Promise<Sink> {
  const { bucket: name, prefix } = parseS3Url(url)
  const folder = prefix === '' ? '' : `${prefix}/`
  const bucket = new S3Bucket(name, CODES)
  const { value: page } = await bucket.list(folder).next()
  const isFilled = page !== undefined && page.objects.length + page.folders.length > 0
  if (isFilled && !isOverwriting) {
    bucket.close()
    const hint = 'name a new prefix, or [pass --overwrite] to replace files of the same name'
    throw new GoldpanError('output-exists', `\`${url}\` has files in it`, hint, { file: url })
  }
  return new BucketSink(bucket, folder, !isFilled)
}

class BucketSink implements Sink {
  readonly #bucket: S3Bucket
  readonly #folder: string
  readonly #isNew: boolean
  readonly #spools = new Spools()
  #held: Spool = this.#spools.make()
  #small: { readonly key: string; readonly size: number }[] = []
  #large: S3Upload[] = []
  readonly #written: string[] = []

  constructor(bucket: S3Bucket, folder: string, isNew: boolean) {
    this.#bucket = bucket
    this.#folder = folder
    this.#isNew = isNew
  }

  async put(file: string, content: Content): Promise<void> {
    const key = `${this.#folder}${safeParts(file).join('/')}`
    const upload = new S3Upload(this.#bucket, key)
    try {
      for await (const chunk of chunksOf(content)) await upload.write(toBytes(chunk))
    } finally {
      if (upload.isLarge) this.#large.push(upload)
    }
    if (upload.isLarge) return
    const bytes = upload.pending()
    this.#small.push({ key, size: bytes.length })
    await this.#held.write(bytes)
  }

  async close(): Promise<void> {
    for await (const files of this.#smallFiles())
      await inParallel(PARALLEL_FILES, files, async ({ key, bytes }) => {
        await this.#bucket.put(key, bytes)
        this.#written.push(key)
      })
    for (const upload of this.#large) {
      await upload.complete()
      this.#written.push(upload.key)
    }
    await this.#end()
  }

  async abort(): Promise<void> {
    try {
      for (const upload of this.#large) if (!this.#written.includes(upload.key)) await upload.abort()
      if (this.#isNew) await inParallel(PARALLEL_FILES, this.#written, (key) => this.#bucket.delete(key).catch(() => undefined)) // as in S3Upload.abort
    } finally {
      await this.#end()
    }
  }

  startOver = async (): Promise<void> => {
    for (const upload of this.#large) await upload.abort()
    this.#large = []
    this.#small = []
    this.#held = this.#spools.make()
  }

  /** What was held, cut into files again, some at a time. */
  async *#smallFiles(): AsyncGenerator<{ readonly key: string; readonly bytes: Uint8Array }[]> {
    let files: { readonly key: string; readonly bytes: Uint8Array }[] = []
    const pieces = new Pieces(this.#held.read())
    for (const { key, size } of this.#small) {
      files.push({ key, bytes: await pieces.take(size) })
      if (files.length < PARALLEL_FILES) continue
      yield files
      files = []
    }
    yield files
  }

  async #end(): Promise<void> {
    await this.#spools.close()
    this.#bucket.close()
  }
}

/** Chunks cut anew. */
class Pieces {
  readonly #chunks: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array(0)

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** The next so many bytes. */
  async take(size: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    let missing = size
    while (missing > this.#rest.length) {
      parts.push(this.#rest.slice()) // it may change with the next chunk
      missing -= this.#rest.length
      const { done, value } = await this.#chunks.next()
      if (done === true) throw new Error('a spool gives less than was written')
      this.#rest = value
    }
    parts.push(this.#rest.subarray(0, missing))
    this.#rest = this.#rest.subarray(missing)
    return joinBytes(parts)
  }
}

/** One object, which appears whole or not at all and takes the place of another. @throws GoldpanError `output-unwritable` */
export async function bucketTarget(url: string): Promise<ByteTarget> {
  const { bucket: name, prefix: key } = parseS3Url(url)
  const bucket = new S3Bucket(name, CODES)
  await bucket.head(key) // a wrong name is told before anything is read
  let upload = new S3Upload(bucket, key)
  return {
    write: (bytes) => upload.write(bytes),
    async close() {
      await upload.complete()
      bucket.close()
    },
    async abort() {
      await upload.abort()
      bucket.close()
    },
    async startOver() {
      await upload.abort()
      upload = new S3Upload(bucket, key)
    },
  }
}
