import { type FileHandle, open, stat } from 'node:fs/promises'
import { HttpProblem, notFound } from './problem.ts'
import { pulledStream } from './pulled-stream.ts'

export interface FileDescription {
  readonly contentType: string
  readonly fileName: string
  readonly isAttachment?: boolean
  /** Without quotes; by default made of size and time of change. */
  readonly etag?: string | undefined
}

/** A file, or the part of it that `Range` asks for (RFC 9110, one range); 304 when the client has it already. @throws HttpProblem 404, 416 */
export async function fileResponse(
  request: Request,
  path: string,
  { contentType, fileName, isAttachment = true, etag }: FileDescription,
): Promise<Response> {
  const stats = await stat(path).catch(() => undefined)
  if (stats?.isFile() !== true) throw notFound('File')
  const { size, mtimeMs } = stats
  const tag = `"${etag ?? `${size.toString(16)}-${Math.trunc(mtimeMs).toString(16)}`}"`
  const headers = {
    'content-type': contentType,
    'content-disposition': `${isAttachment ? 'attachment' : 'inline'}; filename="${fileName.replace(/["\\\r\n]/g, '_')}"`,
    filename: encodeURI(fileName),
    'accept-ranges': 'bytes',
    etag: tag,
    'cache-control': 'private, no-cache',
  }
  if (
    request.headers
      .get('if-none-match')
      ?.split(/\s*,\s*/)
      .includes(tag) === true
  )
    return new Response(null, { status: 304, headers })
  const range = rangeOf(request, tag, size)
  if (range === undefined)
    return new Response(contentOf(path, 0, size), { headers: { ...headers, 'content-length': String(size) } })
  const { start, end } = range
  return new Response(contentOf(path, start, end), {
    status: 206,
    headers: { ...headers, 'content-length': String(end - start), 'content-range': `bytes ${start}-${end - 1}/${size}` },
  })
}

/** Bytes [start, end) that are asked for; undefined: all. A range of another version of the file is not meant. */
function rangeOf({ headers }: Request, tag: string, size: number): { readonly start: number; readonly end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(headers.get('range') ?? '')
  const condition = headers.get('if-range')
  if (match === null || (match[1] === '' && match[2] === '') || (condition !== null && condition !== tag)) return undefined
  const [, from = '', to = ''] = match
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size : Math.min(size, Number(to) + 1)
  if (start < end) return { start, end }
  throw new HttpProblem(416, 'range-invalid', 'Range not satisfiable', {
    hint: `the file has ${size} bytes`,
    headers: { 'content-range': `bytes */${size}` },
  })
}

/** So much is read at once, when a client is ready to take it. */
const CHUNK_BYTES = 1 << 16

/** Bytes [start, end) of a file. */
function contentOf(path: string, start: number, end: number): ReadableStream<Uint8Array> | null {
  if (start === end) return null
  let file: FileHandle | undefined
  let at = start
  const next = async () => {
    if (at === end) return undefined
    file ??= await open(path)
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, end - at))
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0) throw new Error(`${path} has become shorter`)
    at += bytesRead
    return chunk.subarray(0, bytesRead)
  }
  return pulledStream(next, () => file?.close())
}
