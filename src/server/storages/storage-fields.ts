import { z } from '@hono/zod-openapi'
import type { AnswerObject } from '../http/json-answer.ts'
import { invalid } from '../http/problem.ts'
import { timestamp } from '../http/time.ts'
import { toAnswer } from '../projects/project-answer.ts'
import type { RouteRequest } from '../route.ts'
import { type Storage, type StorageKind, type StorageSide, seal, unseal } from './storage-record.ts'

const text = z.string().nullish()
const yes = z.boolean().nullish()
const PATTERN = text.refine((pattern) => pattern == null || isPattern(pattern), 'This is no pattern.')

/** What a request may say of a storage, of every kind. */
export const FIELDS = z.object({
  project: z.int().nullish(),
  id: z.int().nullish(),
  title: text,
  description: text,
  regex_filter: PATTERN,
  use_blob_urls: yes,
  recursive_scan: yes,
  can_delete_objects: yes,
  path: text,
  bucket: text,
  prefix: text,
  region_name: text,
  s3_endpoint: text,
  aws_sse_kms_key_id: text,
  aws_access_key_id: text,
  aws_secret_access_key: text,
  aws_session_token: text,
  presign: yes,
  presign_ttl: z.int().min(1).nullish(),
})
export type Fields = z.output<typeof FIELDS>
/** What the request says of a storage; what it does not say stays. */
export async function storageFrom(
  { services, body }: RouteRequest<unknown, Fields>,
  side: StorageSide,
  kind: StorageKind,
  old: Storage | undefined,
): Promise<Storage> {
  const project = old?.project ?? body.project
  if (project == null) throw invalid({ project: ['This field is required.'] })
  return {
    id: old?.id ?? 0,
    side,
    kind,
    project,
    title: kept(body.title, old?.title),
    description: kept(body.description, old?.description),
    created_at: old?.created_at ?? timestamp(services.now()),
    status: old?.status ?? 'initialized',
    last_sync: old?.last_sync ?? null,
    last_sync_count: old?.last_sync_count ?? null,
    traceback: old?.traceback ?? null,
    meta: old?.meta ?? {},
    regex_filter: kept(body.regex_filter, old?.regex_filter),
    use_blob_urls: body.use_blob_urls ?? old?.use_blob_urls ?? false,
    recursive_scan: body.recursive_scan ?? old?.recursive_scan ?? false,
    can_delete_objects: kept(body.can_delete_objects, old?.can_delete_objects),
    path: kept(body.path, old?.path),
    bucket: kept(body.bucket, old?.bucket),
    prefix: kept(body.prefix, old?.prefix),
    region_name: kept(body.region_name, old?.region_name),
    s3_endpoint: kept(body.s3_endpoint, old?.s3_endpoint),
    aws_sse_kms_key_id: kept(body.aws_sse_kms_key_id, old?.aws_sse_kms_key_id),
    presign: body.presign ?? old?.presign ?? true,
    presign_ttl: body.presign_ttl ?? old?.presign_ttl ?? 1,
    credentials: credentialsFrom(services, body, old),
  }
}

function credentialsFrom(services: RouteRequest['services'], body: Fields, old: Storage | undefined): string | null {
  const before = old?.credentials == null ? undefined : unseal(services, old.credentials)
  const credentials = {
    aws_access_key_id: kept(body.aws_access_key_id, before?.aws_access_key_id),
    aws_secret_access_key: kept(body.aws_secret_access_key, before?.aws_secret_access_key),
    aws_session_token: kept(body.aws_session_token, before?.aws_session_token),
  }
  return Object.values(credentials).every((value) => value === null) ? null : seal(services, credentials)
}

function kept<T>(given: T | null | undefined, old: T | null | undefined): T | null {
  return given === undefined ? (old ?? null) : given
}

/** As Label Studio answers it: of a bucket without its keys. */
export function storageAnswer(storage: Storage): AnswerObject {
  const { id, kind, side, path, bucket, prefix, regex_filter, use_blob_urls, region_name, s3_endpoint, aws_sse_kms_key_id } =
    storage
  const {
    last_sync,
    last_sync_count,
    status,
    traceback,
    title,
    description,
    created_at,
    project,
    recursive_scan,
    can_delete_objects,
    presign,
    presign_ttl,
  } = storage
  return {
    id,
    type: kind,
    synchronizable: true,
    ...(kind === 'localfiles' ? { path } : { bucket, prefix, region_name, s3_endpoint, aws_sse_kms_key_id }),
    regex_filter,
    use_blob_urls,
    last_sync,
    last_sync_count,
    last_sync_job: null,
    status,
    traceback,
    meta: toAnswer(storage.meta),
    title,
    description,
    created_at,
    ...(side === 'import' ? { recursive_scan, ...(kind === 's3' && { presign, presign_ttl }) } : { can_delete_objects }),
    project,
  }
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') !== undefined
  } catch {
    return false
  }
}
