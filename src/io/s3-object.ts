import { GetObjectCommand, S3ServiceException } from '@aws-sdk/client-s3'
import { GoldpanError } from '../model/error.ts'
import { chunksOf, type S3Bucket } from './s3.ts'

/** What a client wants of an object, in the words of HTTP. */
export interface S3Wish {
  /** `bytes=0-99`; undefined: all. */
  readonly range: string | undefined
  /** Entity tags of what the client has. */
  readonly ifNoneMatch: string | undefined
}

/** Whoever gets it reads `content` to the end, or closes the bucket. */
export interface S3Content {
  readonly status: 200 | 206
  readonly headers: Readonly<Record<string, string>>
  readonly content: AsyncIterable<Uint8Array>
}

/** The client has it already, it is not there, or it is shorter than the range. */
export interface S3Refusal {
  readonly status: 304 | 404 | 416
}

/** An object, or a part of it, with the headers that HTTP has for it. @throws GoldpanError with the codes of the bucket */
export async function getS3Object(bucket: S3Bucket, key: string, { range, ifNoneMatch }: S3Wish): Promise<S3Content | S3Refusal> {
  const command = new GetObjectCommand({ Bucket: bucket.name, Key: key, Range: range, IfNoneMatch: ifNoneMatch })
  try {
    const { Body, ContentType, ContentLength, ContentRange, ETag, LastModified } = await bucket.reach(key, () =>
      bucket.client.send(command),
    )
    const headers = {
      ...(ContentType !== undefined && { 'content-type': ContentType }),
      ...(ContentLength !== undefined && { 'content-length': String(ContentLength) }),
      ...(ContentRange !== undefined && { 'content-range': ContentRange }),
      ...(ETag !== undefined && { etag: ETag }),
      ...(LastModified !== undefined && { 'last-modified': LastModified.toUTCString() }),
    }
    return { status: ContentRange === undefined ? 200 : 206, headers, content: Body === undefined ? NOTHING : chunksOf(Body) }
  } catch (error) {
    const cause = error instanceof GoldpanError ? error.cause : undefined
    if (!(cause instanceof S3ServiceException) || cause.name === 'NoSuchBucket') throw error
    const status = cause.$metadata.httpStatusCode
    if (status === 304 || status === 404 || status === 416) return { status }
    throw error
  }
}

const NOTHING: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
}
