import { ApiProblem, ask, problemOf, query, tell } from './client.ts'
import { list, number, object, oneOf, optional, type Shaped, text } from './shape.ts'

const NOTE = object({
  code: text,
  message: text,
  hint: text,
  where: object({ file: optional(text), line: optional(number), task: optional((value) => String(value)) }),
})
export type ImportNote = Shaped<typeof NOTE>

const IMPORT = object({
  id: number,
  state: oneOf('reading', 'storing', 'asking', 'done', 'failed', 'cancelled'),
  candidates: list(text),
  /** 0 to 1. */
  fraction: optional(number),
  counts: object({
    created: number,
    updated: number,
    unchanged: number,
    skipped: number,
    renumbered: number,
    annotations: number,
    predictions: number,
    failed: number,
  }),
  problems: list(NOTE),
  error: optional(NOTE),
  config: oneOf('none', 'taken', 'kept'),
})
export type DataImport = Shaped<typeof IMPORT>

/** A file with the folders that it lies in: `images/a.jpg`. */
export interface NamedFile {
  readonly name: string
  readonly file: File
}

export const CONFLICTS = ['overwrite', 'skip', 'new-ids'] as const
export type Conflict = (typeof CONFLICTS)[number]

interface Upload {
  readonly project: number
  readonly files: readonly NamedFile[]
  readonly onConflict: Conflict
  readonly signal: AbortSignal
  /** @param fraction 0 to 1, of what is sent */
  onProgress(fraction: number): void
}

/** Sends files and begins their import. @throws ApiProblem, the reason of `signal` */
export function sendFiles({ project, files, onConflict, signal, onProgress }: Upload): Promise<DataImport> {
  const form = new FormData()
  for (const { name, file } of files) form.append('file', file, name)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest() // fetch does not tell how far it is
    request.open('POST', `/api/projects/${project}/data-imports${query({ on_conflict: onConflict })}`)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total)
    request.onerror = () => reject(new ApiProblem(0, 'unreachable', 'The server does not answer.', 'is it still running?'))
    request.onload = () => {
      const response = new Response(request.responseText, { status: request.status })
      resolve(
        response.ok
          ? response.json().then((value) => IMPORT(value, '$'))
          : problemOf(response).then((problem) => Promise.reject(problem)),
      )
    }
    signal.addEventListener('abort', () => {
      request.abort()
      reject(signal.reason)
    })
    request.send(form)
  })
}

export async function getImport(project: number, id: number, signal: AbortSignal): Promise<DataImport> {
  return ask(`/api/projects/${project}/data-imports/${id}`, IMPORT, { signal })
}

export async function sayFormat(project: number, id: number, from: string): Promise<DataImport> {
  return ask(`/api/projects/${project}/data-imports/${id}/format`, IMPORT, { method: 'POST', body: { from } })
}

export async function cancelImport(project: number, id: number): Promise<void> {
  await tell(`/api/projects/${project}/data-imports/${id}`, { method: 'DELETE' })
}
