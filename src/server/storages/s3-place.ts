import { lookup } from 'node:dns/promises'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'
import { reservedBlock } from '../../io/public-request.ts'
import { HttpProblem, invalidBody } from '../http/problem.ts'
import type { Services } from '../services.ts'
import type { StoragePlace } from './storage-places.ts'
import { type Storage, unseal } from './storage-record.ts'

/** A bucket, or what is below a prefix of it. */
export function s3Place(services: Services, storage: Storage): StoragePlace {
  const client = new S3Client(clientConfig(services, storage))
  const { bucket: Bucket, prefix } = { ...storage, bucket: storage.bucket ?? '' }
  const base = prefix === null || prefix === '' ? '' : `${prefix.replace(/\/+$/, '')}/`
  return {
    async check() {
      if (Bucket === '') throw invalidBody('Bucket must be set for S3 storage')
      await needPublicEndpoint(services, storage)
      await explain(client.send(new ListObjectsV2Command({ Bucket, Prefix: base, MaxKeys: 1 })), storage)
    },
    async *list() {
      let token: string | undefined
      do {
        const page = await client.send(
          new ListObjectsV2Command({
            Bucket,
            Prefix: base,
            ...(token !== undefined && { ContinuationToken: token }),
            ...(!storage.recursive_scan && { Delimiter: '/' }),
          }),
        )
        for (const { Key } of page.Contents ?? []) if (Key !== undefined && !Key.endsWith('/')) yield Key.slice(base.length)
        token = page.NextContinuationToken
      } while (token !== undefined)
    },
    async read(name) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: base + name }))
      if (Body instanceof Readable) return Body
      throw invalidBody(`\`${name}\` cannot be read`)
    },
    async write(name, content) {
      const key = storage.aws_sse_kms_key_id
      const encryption = key === null ? {} : ({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key } as const)
      await client.send(
        new PutObjectCommand({ Bucket, Key: base + name, Body: content, ContentType: 'application/json', ...encryption }),
      )
    },
    async delete(name) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: base + name }))
    },
    urlOf: (name) => `s3://${Bucket}/${base}${name}`,
  }
}

function clientConfig(services: Services, { region_name: region, s3_endpoint: endpoint, credentials }: Storage): S3ClientConfig {
  const keys = credentials === null ? undefined : unseal(services, credentials)
  return {
    region: region || 'us-east-1',
    ...(endpoint !== null && endpoint !== '' && { endpoint, forcePathStyle: true }),
    ...(keys?.aws_access_key_id != null &&
      keys.aws_secret_access_key !== null && {
        credentials: {
          accessKeyId: keys.aws_access_key_id,
          secretAccessKey: keys.aws_secret_access_key,
          ...(keys.aws_session_token !== null && { sessionToken: keys.aws_session_token }),
        },
      }),
  }
}

/** @throws HttpProblem 403 */
async function needPublicEndpoint({ allowsPrivateAddresses }: Services, { s3_endpoint: endpoint }: Storage): Promise<void> {
  if (endpoint === null || endpoint === '' || allowsPrivateAddresses) return
  if (!URL.canParse(endpoint)) throw invalidBody(`\`${endpoint}\` is no address`)
  const addresses = await lookup(new URL(endpoint).hostname.replace(/^\[|\]$/g, ''), { all: true }).catch(() => [])
  for (const { address } of addresses) {
    const block = reservedBlock(address)
    if (block !== undefined)
      throw new HttpProblem(403, 'address-private', `URL resolves to a reserved network address (block: ${block})`, {
        hint: 'start the server with --allow-private-addresses if that is meant',
      })
  }
}

async function explain(answer: Promise<unknown>, { bucket, prefix }: Storage): Promise<void> {
  try {
    await answer
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    throw invalidBody(
      `Bucket "${bucket}"${prefix === null || prefix === '' ? '' : ` with prefix "${prefix}"`} cannot be used: ${reason}`,
    )
  }
}
