import type { AnyFormat, Sink } from '../../formats/format.ts'

/** Puts what is written for a split where the format wants it. */
export function splitSink(sink: Sink, format: AnyFormat, split: string): Sink {
  return {
    put: (path, content) => sink.put(splitPlace(path, format, split), content),
    close: () => sink.close(),
    abort: () => sink.abort(),
  }
}

/** Where a file of a split goes: `train.json` for `result.json`, `train/labels/1.txt` for `labels/1.txt`, unless the format has another place. */
export function splitPlace(path: string, { splitPath, singleFile }: AnyFormat, split: string): string {
  if (splitPath !== undefined) return splitPath(path, split)
  return path === singleFile ? split + path.slice(path.lastIndexOf('.')) : `${split}/${path}`
}
