import type { S3Client } from '@aws-sdk/client-s3'
import { S3Bucket } from '../io/s3.ts'
import { parseS3Url } from '../io/s3-place.ts'
import { BucketFolder } from './files/bucket-folder.ts'
import { FileStore } from './files/file-store.ts'
import type { Store } from './store.ts'

export interface BucketOptions {
  /** Instead of one with what the environment says; it is left open. */
  readonly client?: S3Client
  /** A lock that its holder did not renew for so long is free; milliseconds. */
  readonly lockMilliseconds?: number
}

const LOCK_MILLISECONDS = 15_000

/**
 * A bucket of S3 or of a server like it, with the files of a directory store as keys below the prefix: `prefix/<project>/completions/<task id>.json`.
 * The server has to know conditional writes (`If-Match`, `If-None-Match`): locks are objects.
 * @param url `s3://bucket/prefix`
 * @throws GoldpanError `option-invalid`, `store-unreachable`
 */
export async function openBucketStore(url: string, options: BucketOptions = {}): Promise<Store> {
  const { bucket: name, prefix } = parseS3Url(url)
  const codes = { failed: 'store-unreachable', forbidden: 'store-forbidden' }
  const bucket = new S3Bucket(name, codes, options.client)
  await bucket.list(prefix === '' ? '' : `${prefix}/`).next() // a wrong name is told at once
  return new FileStore(new BucketFolder(bucket, prefix, options.lockMilliseconds ?? LOCK_MILLISECONDS))
}
