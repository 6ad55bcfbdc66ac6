import type { Content, Sink } from '../formats/format.ts'
import { joinBytes } from '../json/bytes.ts'
import { encodeUtf8 } from '../json/utf8.ts'
import { GoldpanError } from '../model/error.ts'

/** Where bytes go one after the other: a file or standard output. */
export interface ByteTarget {
  /** The bytes are the caller's again when this is done. */
  write(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
  abort(): Promise<void>
  /** Takes back all bytes; absent where they are gone once written. */
  readonly startOver?: (() => Promise<void>) | undefined
}

/** For formats of one file: that file becomes the target itself; everything else it writes goes nowhere. */
export function singleFileSink(target: ByteTarget, singleFile: string): Sink {
  return {
    async put(file, content) {
      if (file !== singleFile) return
      for await (const chunk of chunksOf(content)) await target.write(toBytes(chunk))
    },
    close: () => target.close(),
    abort: () => target.abort(),
    startOver: target.startOver,
  }
}

/** Runs a format for its report only. */
export function nullSink(): Sink {
  return {
    async put(_file, content) {
      for await (const _chunk of chunksOf(content));
    },
    close: async () => undefined,
    abort: async () => undefined,
    startOver: async () => undefined,
  }
}

/** Files as a map; for tests and for callers who want them in memory. */
export function memorySink(files: Map<string, Uint8Array>): Sink {
  return {
    async put(file, content) {
      const parts: Uint8Array[] = []
      for await (const chunk of keptChunks(content)) parts.push(toBytes(chunk))
      files.set(safeParts(file).join('/'), joinBytes(parts))
    },
    close: async () => undefined,
    abort: async () => files.clear(),
    startOver: async () => files.clear(),
  }
}

/** A sink of somebody who may keep the chunks that he gets. */
export function keepingSink(sink: Sink): Sink {
  const { link, startOver } = sink
  return {
    put: (path, content) => sink.put(path, isWhole(content) ? content : keptChunks(content)),
    link: link && ((path, target) => link.call(sink, path, target)),
    close: () => sink.close(),
    abort: () => sink.abort(),
    startOver: startOver && (() => startOver.call(sink)),
  }
}

/** Chunks that do not change. */
async function* keptChunks(content: Content): AsyncGenerator<string | Uint8Array> {
  for await (const chunk of chunksOf(content)) yield typeof chunk === 'string' ? chunk : chunk.slice()
}

export async function* chunksOf(content: Content): AsyncGenerator<string | Uint8Array> {
  if (isWhole(content)) yield content
  else yield* content
}

function isWhole(content: Content): content is string | Uint8Array {
  return typeof content === 'string' || content instanceof Uint8Array
}

export function toBytes(chunk: string | Uint8Array): Uint8Array {
  return typeof chunk === 'string' ? encodeUtf8(chunk) : chunk
}

/** No path leaves the target. */
export function safeParts(file: string): string[] {
  const parts = file.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\\') || part.includes('\0')))
    throw new GoldpanError('output-path-unsafe', `\`${file}\` would not stay in the output`, 'rename the media of that task')
  return parts
}
