import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP } from 'node:net'
import type { S3Client } from '@aws-sdk/client-s3'
import { checkedLookup, ReservedAddress, reservedBlock } from '../../io/public-request.ts'
import { newS3Client, S3_TIMEOUTS, S3Bucket } from '../../io/s3.ts'
import { encodeUtf8 } from '../../json/utf8.ts'
import { GoldpanError } from '../../model/error.ts'
import { HttpProblem, invalidBody } from '../http/problem.ts'
import type { Services } from '../services.ts'
import type { StoragePlace } from './storage-places.ts'
import { type Storage, unseal } from './storage-record.ts'

const CODES = { failed: 'storage-unusable', forbidden: 'storage-unusable' }

/** A bucket, or what is below a prefix of it. Nothing is asked of it before a method is called. */
export function s3Place(services: Services, storage: Storage): StoragePlace {
  const name = storage.bucket ?? ''
  const prefix = (storage.prefix ?? '').replace(/\/+$/, '')
  const base = prefix === '' ? '' : `${prefix}/`
  let opened: S3Bucket | undefined
  const bucket = () => {
    needPublicEndpoint(services, storage)
    return (opened ??= new S3Bucket(name, CODES, clientOf(services, storage)))
  }
  return {
    async check() {
      if (name === '') throw invalidBody('Bucket must be set for S3 storage')
      const first = await explained(storage, async () => (await bucket().list(base).next()).value)
      const isThere = storage.side === 'export' || base === '' || [first?.objects, first?.folders].some((list) => list?.length)
      if (!isThere) throw invalidBody(`There is nothing below the prefix "${prefix}" of the bucket "${name}"`)
    },
    async *list() {
      for await (const { objects } of bucket().list(base, storage.recursive_scan))
        for (const { key } of objects) if (!key.endsWith('/')) yield key.slice(base.length)
    },
    read: (object) => bucket().stream(base + object),
    async write(object, content) {
      const kmsKey = storage.aws_sse_kms_key_id ?? undefined
      await bucket().put(base + object, encodeUtf8(content), undefined, { contentType: 'application/json', kmsKey })
    },
    delete: (object) => bucket().delete(base + object),
    urlOf: (object) => `s3://${name}/${base}${object}`,
    close: () => opened?.close(),
  }
}

/** Speaks to public addresses only, unless the server was started to reach others. */
function clientOf(services: Services, { region_name: region, s3_endpoint: endpoint, credentials }: Storage): S3Client {
  const keys = credentials === null ? undefined : unseal(services, credentials)
  const { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey, aws_session_token: sessionToken } = keys ?? {}
  const agent = { keepAlive: true, lookup: checkedLookup(services) }
  return newS3Client({
    ...(region && { region }),
    ...(endpoint && { endpoint, region: region || 'us-east-1' }),
    ...(accessKeyId &&
      secretAccessKey && { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } }),
    requestHandler: { ...S3_TIMEOUTS, httpAgent: new HttpAgent(agent), httpsAgent: new HttpsAgent(agent) },
  })
}

/** Names are looked at when they are connected to; an address that is a number is looked at here. @throws HttpProblem 400, 403 */
function needPublicEndpoint({ allowsPrivateAddresses }: Services, { s3_endpoint: endpoint }: Storage): void {
  if (endpoint === null || endpoint === '') return
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) throw invalidBody(`\`${endpoint}\` is no address`)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const block = isIP(host) === 0 || allowsPrivateAddresses ? undefined : reservedBlock(host)
  if (block !== undefined) throw privateAddress(block)
}

function privateAddress(block: string): HttpProblem {
  return new HttpProblem(403, 'address-private', `URL resolves to a reserved network address (block: ${block})`, {
    hint: 'start the server with --allow-private-addresses if that is meant',
  })
}

/** What goes wrong with a bucket is wrong with what was said of it. */
async function explained<T>({ bucket, prefix }: Storage, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof GoldpanError)) throw error
    if (error.cause instanceof ReservedAddress) throw privateAddress(error.cause.block)
    const place = prefix === null || prefix === '' ? '' : ` with prefix "${prefix}"`
    throw invalidBody(`Bucket "${bucket}"${place} cannot be used: ${error.message}`)
  }
}
