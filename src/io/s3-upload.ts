import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { joinBytes } from '../json/bytes.ts'
import type { S3Bucket } from './s3.ts'

/** A bucket takes parts of 5 MiB and more, and at most 10,000 of them: so later ones are larger. */
const PART_BYTES = 8 * 1024 * 1024
const PARTS_PER_SIZE = 1000
const PARALLEL_PARTS = 3

/**
 * One object of any size, written piece by piece. Nothing is there before `complete`; small ones are a single request then, large ones are sent in parts on
 * the way.
 */
export class S3Upload {
  readonly #bucket: S3Bucket
  /** The object's key. */
  readonly key: string
  #pieces: Uint8Array[] = []
  #size = 0
  #id: string | undefined
  readonly #parts: CompletedPart[] = []
  readonly #underWay = new Set<Promise<void>>()

  constructor(bucket: S3Bucket, key: string) {
    this.#bucket = bucket
    this.key = key
  }

  /** The bytes are the caller's again when this is done. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#pieces.push(bytes.slice())
    this.#size += bytes.length
    if (this.#size >= this.#partBytes()) await this.#sendPart()
  }

  /** Whether parts of it are in the bucket already. */
  get isLarge(): boolean {
    return this.#id !== undefined
  }

  /** What was written and not sent yet. */
  pending(): Uint8Array {
    return joinBytes(this.#pieces)
  }

  async complete(): Promise<void> {
    if (this.#id === undefined) {
      await this.#bucket.put(this.key, this.pending())
      return
    }
    if (this.#size > 0) await this.#sendPart()
    await Promise.all(this.#underWay)
    const request = { Bucket: this.#bucket.name, Key: this.key, UploadId: this.#id, MultipartUpload: { Parts: this.#parts } }
    await this.#bucket.reach(this.key, () => this.#bucket.client.send(new CompleteMultipartUploadCommand(request)))
  }

  /** Whoever gives up has an error to tell already: that parts could not be taken away is none of its own, and a bucket's rules clear them up. */
  async abort(): Promise<void> {
    this.#pieces = []
    this.#size = 0
    await Promise.allSettled(this.#underWay)
    if (this.#id === undefined) return
    const request = { Bucket: this.#bucket.name, Key: this.key, UploadId: this.#id }
    this.#id = undefined
    await this.#bucket.client.send(new AbortMultipartUploadCommand(request)).catch(() => undefined)
  }

  #partBytes(): number {
    return PART_BYTES * 2 ** Math.floor(this.#parts.length / PARTS_PER_SIZE)
  }

  /** Waits only when several are under way. @throws what went wrong with an earlier one */
  async #sendPart(): Promise<void> {
    const Body = this.pending()
    this.#pieces = []
    this.#size = 0
    const { client, name: Bucket } = this.#bucket
    this.#id ??= (
      await this.#bucket.reach(this.key, () => client.send(new CreateMultipartUploadCommand({ Bucket, Key: this.key })))
    ).UploadId
    const part: CompletedPart = { PartNumber: this.#parts.length + 1, ETag: undefined }
    this.#parts.push(part)
    const request = { Bucket, Key: this.key, UploadId: this.#id, PartNumber: part.PartNumber, Body }
    const sending = this.#bucket.reach(this.key, async () => {
      part.ETag = (await client.send(new UploadPartCommand(request))).ETag
    })
    this.#underWay.add(sending)
    sending.then(
      () => this.#underWay.delete(sending),
      () => undefined, // thrown to the next who waits
    )
    if (this.#underWay.size >= PARALLEL_PARTS) await Promise.race(this.#underWay)
  }
}
