import { GoldpanError } from '../model/error.ts'

/** `s3://bucket/prefix`, taken apart. */
export interface S3Place {
  readonly bucket: string
  /** Without slashes at its ends; empty for the whole bucket. */
  readonly prefix: string
}

export function isS3Url(path: string): boolean {
  return /^s3:\/\//i.test(path)
}

/** @throws GoldpanError `option-invalid` */
export function parseS3Url(url: string): S3Place {
  const [, bucket, rest = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/is.exec(url) ?? []
  const prefix = rest.replace(/^\/+|\/+$/g, '')
  if (bucket !== undefined && !prefix.split('/').some((part) => part === '.' || part === '..')) return { bucket, prefix }
  const hint = 'it looks like s3://bucket/folder; names of buckets are lower case, digits, points and hyphens'
  throw new GoldpanError('option-invalid', `\`${url}\` is no address of a bucket`, hint)
}

/** Codes of the errors that a bucket throws: when something is not allowed, and when anything else goes wrong. */
export interface S3Codes {
  readonly failed: string
  readonly forbidden: string
}

/** What went wrong with a request, in our words. */
export function s3Problem(cause: unknown, { bucket, prefix }: S3Place, codes: S3Codes): GoldpanError {
  const file = `s3://${bucket}/${prefix}`
  const name = cause instanceof Error ? cause.name : ''
  const status = statusOf(cause)
  const problem = (what: string, hint: string, code = codes.failed) =>
    new GoldpanError(code, `the bucket \`${bucket}\` ${what}`, hint, { file }, { cause })
  if (name === 'NoSuchBucket') return problem('is not there', 'check its name and AWS_REGION, or make it')
  if (name === 'CredentialsProviderError')
    return problem('cannot be asked without credentials', 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE')
  if (/Region is missing/.test(textOf(cause))) return problem('needs a region', 'set AWS_REGION')
  if (name === 'InvalidAccessKeyId' || name === 'SignatureDoesNotMatch')
    return problem('does not accept the credentials', 'check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')
  if (status === 403) return problem('does not allow this', 'check the credentials, and what they may do', codes.forbidden)
  if (status === 301 || name === 'PermanentRedirect') return problem('lies in another region', 'set AWS_REGION to its own')
  if (status !== undefined) return problem(`answered ${status}: ${textOf(cause)}`, 'try again later')
  return problem(`cannot be reached: ${textOf(cause)}`, 'check the network, and AWS_ENDPOINT_URL if it is not at Amazon')
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined
  const metadata = error.$metadata
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
}

/** Several addresses of a host fail with an error that has no words of its own. */
function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(textOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}
