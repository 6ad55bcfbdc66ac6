import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import { bodyChunks, mediaType, unsupportedType } from '../http/body.ts'
import { HttpProblem, invalidBody } from '../http/problem.ts'

const MOST_FILES = 100_000

/**
 * Writes the files of a form below a folder, with the folders that their names say.
 * @param most bytes of all files together
 * @throws HttpProblem 400, 413, 415
 */
export async function takeFiles(request: Request, folder: string, most: number): Promise<void> {
  const type = mediaType(request)
  if (type !== 'multipart/form-data') throw unsupportedType(type)
  const form = openForm(request)
  const writing: Promise<void>[] = []
  let problem: unknown
  const fail = (error: unknown) => {
    problem ??= error
  }
  form.on('file', (_field, content, { filename }) => {
    const written = writeFile(join(folder, ...safePath(filename ?? 'file')), content).catch((error: unknown) => {
      fail(error)
      content.resume()
    })
    writing.push(written)
  })
  await new Promise<void>((resolve) => {
    form.on('close', resolve)
    form.on('error', (error) => {
      fail(error instanceof HttpProblem ? error : formProblem(String(error)))
      resolve()
    })
    Readable.from(bodyChunks(request, most))
      .on('error', (error) => form.destroy(error))
      .pipe(form)
  })
  await Promise.all(writing)
  if (problem !== undefined) throw problem
  if (writing.length === 0) throw invalidBody('There are no files.')
}

function openForm(request: Request): busboy.Busboy {
  const headers = { 'content-type': request.headers.get('content-type') ?? '' }
  try {
    return busboy({ headers, preservePath: true, defParamCharset: 'utf8', limits: { files: MOST_FILES, fields: 0 } })
  } catch (error) {
    throw formProblem(error instanceof Error ? error.message : 'no boundary')
  }
}

function formProblem(hint: string): HttpProblem {
  return new HttpProblem(400, 'form-invalid', 'Multipart form parse error', { hint })
}

async function writeFile(path: string, content: Readable): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await pipeline(content, createWriteStream(path))
}

/** The parts of a name that a browser gave, none of which leads anywhere else. */
function safePath(name: string): string[] {
  const parts = name
    .normalize('NFC')
    .split(/[\\/]/)
    .map((part) => part.replace(/[\p{Cc}:*?"<>|]/gu, '_').slice(-200))
    .filter((part) => part !== '' && !/^\.+$/.test(part))
  return parts.length === 0 ? ['file'] : parts
}
