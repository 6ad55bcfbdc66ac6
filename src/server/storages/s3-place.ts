import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP } from 'node:net'
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { checkedLookup, ReservedAddress, reservedBlock } from '../../io/public-request.ts'
import { newS3Client, S3_TIMEOUTS, S3Bucket } from '../../io/s3.ts'
import { getS3Object, type S3Content, type S3Refusal, type S3Wish } from '../../io/s3-object.ts'
import { encodeUtf8 } from '../../json/utf8.ts'
import { GoldpanError } from '../../model/error.ts'
import { HttpProblem, invalidBody } from '../http/problem.ts'
import { shownType } from '../http/shown-types.ts'
import type { Services } from '../services.ts'
import { keyBase } from './bucket-uris.ts'
import type { StoragePlace } from './storage-places.ts'
import { type Storage, unseal } from './storage-record.ts'

/** What a bucket can do beside: let others have its objects. */
export interface BucketPlace extends StoragePlace {
  /** An address that gives the object to whoever has it, for the storage's `presign_ttl`. Whether the object is there is not asked. @throws HttpProblem */
  presigned(name: string): Promise<string>
  /** @throws HttpProblem 403 when the bucket refuses, 424 when it cannot be asked */
  answer(name: string, wish: S3Wish): Promise<S3Content | S3Refusal>
}

const CODES = { failed: 'storage-unusable', forbidden: 'storage-forbidden' }

/** A bucket, or what is below a prefix of it. Nothing is asked of it before a method is called. */
export function s3Place(services: Services, storage: Storage): BucketPlace {
  const name = storage.bucket ?? ''
  const base = keyBase(storage)
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
      if (!isThere) throw invalidBody(`There is nothing below the prefix "${base}" of the bucket "${name}"`)
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
    presigned: (object) => served(() => presign(bucket(), base + object, storage)),
    answer: (object, wish) => served(() => getS3Object(bucket(), base + object, wish)),
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

/** Seven days: signatures are not valid for longer. */
const LONGEST_SECONDS = 604_800

async function presign({ client, name }: S3Bucket, key: string, { presign_ttl: minutes }: Storage): Promise<string> {
  const command = new GetObjectCommand({ Bucket: name, Key: key, ResponseContentType: shownType(key) })
  return getSignedUrl(client, command, { expiresIn: Math.min(minutes * 60, LONGEST_SECONDS) })
}

/** What goes wrong is no fault of whoever wants to see an object. */
async function served<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof HttpProblem || !(error instanceof GoldpanError)) throw error
    if (error.cause instanceof ReservedAddress) throw privateAddress(error.cause.block)
    const hint = 'a manager of the project can check the storage: its keys, what they may do, and its endpoint'
    throw new HttpProblem(error.code === CODES.forbidden ? 403 : 424, error.code, error.message, { hint })
  }
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
