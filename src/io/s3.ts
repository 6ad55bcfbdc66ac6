import { randomUUID } from 'node:crypto'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { GoldpanError } from '../model/error.ts'
import { type S3Codes, s3Problem } from './s3-place.ts'

export interface S3Object {
  readonly key: string
  /** Bytes. */
  readonly size: number
  /** Changes with the content. */
  readonly etag: string
}

/** What lies below a prefix, as it comes page by page. */
export interface S3Page {
  readonly objects: readonly S3Object[]
  /** Prefixes that go on with a `/`; only where the list was asked for one level. */
  readonly folders: readonly string[]
}

/** Writes only over this content; `absent`: only where there is none. */
export type S3Condition = { readonly etag: string } | 'absent'

/** What an object is kept with. */
export interface S3Storing {
  readonly contentType?: string | undefined
  /** The key of the key management service that encrypts it. */
  readonly kmsKey?: string | undefined
}

/**
 * One bucket, through the usual client: endpoint, region and credentials are those of the environment (`AWS_ENDPOINT_URL`, `AWS_REGION`,
 * `AWS_ACCESS_KEY_ID` …) or of the files in `~/.aws`. Requests are tried again, with pauses that grow.
 * Every method throws GoldpanError with the codes that were given.
 */
export class S3Bucket {
  readonly client: S3Client
  readonly name: string
  readonly #codes: S3Codes

  constructor(name: string, codes: S3Codes, client = newS3Client()) {
    this.name = name
    this.client = client
    this.#codes = codes
  }

  /** In order of their keys, a thousand to a page. @param isDeep everything below the prefix, not only one level */
  async *list(prefix: string, isDeep = false): AsyncGenerator<S3Page> {
    const request = { Bucket: this.name, Prefix: prefix, ...(isDeep ? {} : { Delimiter: '/' }) }
    for (let token: string | undefined, isFirst = true; isFirst || token !== undefined; isFirst = false) {
      const page = await this.reach(prefix, () =>
        this.client.send(new ListObjectsV2Command({ ...request, ContinuationToken: token })),
      )
      yield {
        objects: (page.Contents ?? []).flatMap(({ Key, Size, ETag }) =>
          Key === undefined ? [] : { key: Key, size: Size ?? 0, etag: ETag ?? '' },
        ),
        folders: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []),
      }
      token = page.NextContinuationToken
    }
  }

  /** Undefined when there is none. */
  async get(key: string): Promise<{ readonly etag: string; readonly bytes: Uint8Array } | undefined> {
    return this.#unlessMissing(key, async () => {
      const { ETag, Body } = await this.client.send(new GetObjectCommand({ Bucket: this.name, Key: key }))
      return { etag: ETag ?? '', bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(0) }
    })
  }

  /** Its bytes as they come. Should the connection break, it goes on where it was, if the object is still the same. */
  async *stream(key: string): AsyncGenerator<Uint8Array> {
    let at = 0
    let etag: string | undefined
    for (let failures = 0; ; ) {
      const before = at
      try {
        const range = at === 0 ? {} : { Range: `bytes=${at}-`, IfMatch: etag }
        const { Body, ETag } = await this.client.send(new GetObjectCommand({ Bucket: this.name, Key: key, ...range }))
        etag = ETag
        if (Body === undefined) return
        for await (const chunk of chunksOf(Body)) {
          at += chunk.length
          yield chunk
        }
        return
      } catch (error) {
        failures = at === before ? failures + 1 : 0
        if (error instanceof S3ServiceException || failures >= MOST_TRIES) throw this.#problem(key, error)
      }
    }
  }

  async head(key: string): Promise<S3Object | undefined> {
    return this.#unlessMissing(key, async () => {
      const { ETag, ContentLength } = await this.client.send(new HeadObjectCommand({ Bucket: this.name, Key: key }))
      return { key, size: ContentLength ?? 0, etag: ETag ?? '' }
    })
  }

  /** The new etag; undefined when the condition did not hold. */
  async put(
    key: string,
    bytes: Uint8Array,
    condition?: S3Condition,
    { contentType, kmsKey }: S3Storing = {},
  ): Promise<string | undefined> {
    const write = randomUUID()
    const conditions = condition === undefined ? {} : condition === 'absent' ? { IfNoneMatch: '*' } : { IfMatch: condition.etag }
    const encryption = kmsKey === undefined ? {} : ({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKey } as const)
    const stored = { ContentType: contentType, Metadata: { [WRITE]: write }, ...encryption }
    const request = { Bucket: this.name, Key: key, Body: bytes, ...stored, ...conditions }
    try {
      const { ETag } = await this.client.send(new PutObjectCommand(request))
      return ETag ?? ''
    } catch (error) {
      if (condition === undefined || !isRefusal(error)) throw this.#problem(key, error)
      return (error.$metadata.attempts ?? 1) > 1 ? this.#etagOf(key, write) : undefined
    }
  }

  /** Whether there was something to copy. */
  async copy(from: string, to: string): Promise<boolean> {
    const CopySource = encodeURIComponent(`${this.name}/${from}`)
    const copied = this.#unlessMissing(from, () =>
      this.client.send(new CopyObjectCommand({ Bucket: this.name, Key: to, CopySource })),
    )
    return (await copied) !== undefined
  }

  /** Whether or not it was there. @param etag deletes only this content; some servers do not look at it */
  async delete(key: string, etag?: string): Promise<void> {
    await this.reach(key, () => this.client.send(new DeleteObjectCommand({ Bucket: this.name, Key: key, IfMatch: etag })))
  }

  close(): void {
    this.client.destroy()
  }

  /** Runs a request, with its errors in our words. */
  async reach<T>(key: string, request: () => Promise<T>): Promise<T> {
    try {
      return await request()
    } catch (error) {
      throw this.#problem(key, error)
    }
  }

  /** After several tries: one of them may have been done, and only the answer to it lost. */
  async #etagOf(key: string, write: string): Promise<string | undefined> {
    const there = await this.#unlessMissing(key, () => this.client.send(new HeadObjectCommand({ Bucket: this.name, Key: key })))
    return there?.Metadata?.[WRITE] === write ? there.ETag : undefined
  }

  async #unlessMissing<T>(key: string, request: () => Promise<T>): Promise<T | undefined> {
    try {
      return await request()
    } catch (error) {
      if (error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound')) return undefined
      throw this.#problem(key, error)
    }
  }

  #problem(key: string, error: unknown): GoldpanError {
    return error instanceof GoldpanError ? error : s3Problem(error, { bucket: this.name, prefix: key }, this.#codes)
  }
}

const MOST_TRIES = 5
/** Milliseconds until a server counts as gone. */
export const S3_TIMEOUTS = { connectionTimeout: 10_000, socketTimeout: 60_000 }
/** Tells what one call wrote from the same content of another. */
const WRITE = 'goldpan-write'

/** @param own settings that go before those of the environment; an endpoint is asked under its own name */
export function newS3Client({ endpoint, ...own }: S3ClientConfig = {}): S3Client {
  return new S3Client({ ...clientConfig(), ...(endpoint !== undefined && { endpoint, forcePathStyle: true }), ...own })
}

/** Servers other than Amazon's are asked under their own name: few have one per bucket. Checksums that some of them do not know are left out. */
function clientConfig(): S3ClientConfig {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true' // about later versions than the one that is installed
  const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION } = process.env
  const endpoint = AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL
  const region = AWS_REGION || AWS_DEFAULT_REGION || (endpoint ? 'us-east-1' : undefined)
  return {
    maxAttempts: MOST_TRIES,
    requestHandler: S3_TIMEOUTS,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(region ? { region } : {}),
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
  }
}

/** Another was quicker: what is there is not what the condition says, or is just being written. */
function isRefusal(error: unknown): error is S3ServiceException {
  if (!(error instanceof S3ServiceException)) return false
  return [412, 409].includes(error.$metadata.httpStatusCode ?? 0) || error.name === 'NoSuchKey'
}

/** What an answer holds, as it comes. */
export async function* chunksOf(body: object): AsyncGenerator<Uint8Array> {
  if (!(Symbol.asyncIterator in body)) throw new TypeError('the body of an answer is no stream')
  for await (const chunk of body as AsyncIterable<Uint8Array>) yield chunk // Node's own stream
}
