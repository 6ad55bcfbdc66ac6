import { extname } from 'node:path'
import type { Sink } from '../formats/format.ts'
import { keepingSink } from '../io/content.ts'
import { isS3Url, parseS3Url } from '../io/s3-place.ts'
import { type ByteTarget, directorySink, fileTarget, nullSink, singleFileSink, streamTarget } from '../io/sinks.ts'
import { GoldpanError } from '../model/error.ts'

/**
 * Where an export goes: the path of a folder, of a `.zip`, or (formats of one file) of a file, also in a bucket (`s3://bucket/prefix`); a stream, which gets the one file or a zip;
 * a sink of the caller's.
 */
export type OutputTarget = string | Sink | WritableStream<Uint8Array> | NodeJS.WritableStream

export interface Output {
  readonly sink: Sink
  /** As it is called in a summary. */
  readonly name: string
  /** Where report.json lies in it; undefined when it has no place for it. */
  readonly report: string | undefined
}

/** Writes nothing. */
export const DRY_RUN: Output = { sink: nullSink(), name: 'nothing (dry run)', report: undefined }

/** @throws GoldpanError `option-missing`, `option-invalid` */
export function needTarget(target: OutputTarget | undefined): OutputTarget {
  if (target === undefined)
    throw new GoldpanError('option-missing', 'no sink: where is the output to go?', `${TARGETS}; or pass dryRun`)
  if (typeof target === 'string' || (typeof target === 'object' && ['put', 'getWriter', 'write'].some((name) => name in target)))
    return target
  throw new GoldpanError('option-invalid', `\`${String(target)}\` is no sink`, TARGETS)
}

const TARGETS = 'name a folder, a .zip or a file, or give a stream or a Sink'

/**
 * @param singleFile the name of the one file that is written; undefined when there are several
 * @throws GoldpanError `output-exists`, `output-unwritable`
 */
export async function openOutput(singleFile: string | undefined, target: OutputTarget, isOverwriting: boolean): Promise<Output> {
  if (typeof target === 'string') return openPath(singleFile, target, isOverwriting)
  if ('put' in target) return { sink: keepingSink(target), name: 'the sink', report: 'report.json' }
  const name = target === process.stdout ? 'standard output' : 'the stream'
  const bytes = 'getWriter' in target ? webTarget(target) : streamTarget(target)
  if (singleFile !== undefined) return { sink: singleFileSink(bytes, singleFile), name, report: undefined }
  return { sink: await openZip(bytes), name: `${name} (zip)`, report: `${name} (zip)/report.json` }
}

/** Where report.json goes: to the path that is named, else into the output (undefined), else nowhere. */
export async function openReport(path: string | undefined, output: Output): Promise<Sink | undefined> {
  if (path !== undefined) return singleFileSink(await openFile(path), 'report.json')
  return output.report === undefined ? nullSink() : undefined
}

async function openPath(singleFile: string | undefined, path: string, isOverwriting: boolean): Promise<Output> {
  const report = `${path.replace(/\/$/, '')}/report.json`
  if (/\.zip$/i.test(path)) return { sink: await openZip(await openFile(path)), name: path, report }
  if (singleFile !== undefined && extname(isS3Url(path) ? parseS3Url(path).prefix : path) !== '')
    return { sink: singleFileSink(await openFile(path), singleFile), name: path, report: undefined }
  return { sink: await openFolder(path, isOverwriting), name: path, report }
}

async function openFile(path: string): Promise<ByteTarget> {
  return isS3Url(path) ? (await import('../io/s3-sinks.ts')).bucketTarget(path) : fileTarget(path)
}

async function openFolder(path: string, isOverwriting: boolean): Promise<Sink> {
  return isS3Url(path) ? (await import('../io/s3-sinks.ts')).bucketSink(path, isOverwriting) : directorySink(path, isOverwriting)
}

/** Loaded for those who want a zip. */
async function openZip(target: ByteTarget): Promise<Sink> {
  const { zipSink } = await import('../io/zip-writer.ts')
  return zipSink(target)
}

function webTarget(stream: WritableStream<Uint8Array>): ByteTarget {
  const writer = stream.getWriter()
  return {
    write: async (bytes) => {
      await writer.ready
      await writer.write(Uint8Array.from(bytes)) // ours may be used again, the stream may keep what it gets
    },
    close: () => writer.close(),
    abort: () => writer.abort(),
  }
}
