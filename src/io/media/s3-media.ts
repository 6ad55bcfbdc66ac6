import { GoldpanError } from '../../model/error.ts'
import { S3Bucket } from '../s3.ts'
import { isS3Url } from '../s3-place.ts'
import type { Downloads } from './downloads.ts'
import type { MediaSource } from './found-media.ts'

/** Objects of buckets, with the credentials of the environment. */
export function s3Media(downloads: Downloads): { readonly find: MediaSource; close(): void } {
  const buckets = new Map<string, S3Bucket>()
  const bucketOf = (name: string) => {
    const bucket = buckets.get(name) ?? new S3Bucket(name, { failed: 'media-unreadable', forbidden: 'media-unreadable' })
    buckets.set(name, bucket)
    return bucket
  }
  return {
    async find(reference) {
      if (!isS3Url(reference)) return undefined
      const [, name = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/is.exec(reference) ?? []
      if (key === '') return { problem: 'the address names no object of a bucket' }
      const bucket = bucketOf(name)
      try {
        if ((await bucket.head(key)) === undefined) return { problem: `there is no such object in the bucket ${name}` }
        return await downloads.keep(bucket.stream(key))
      } catch (error) {
        if (error instanceof GoldpanError) return { problem: error.message }
        throw error
      }
    },
    close: () => {
      for (const bucket of buckets.values()) bucket.close()
    },
  }
}
