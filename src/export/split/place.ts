import type { AnyFormat, Sink } from '../../formats/format.ts'

/** Puts what is written for a split where the format wants it. */
export function splitSink(sink: Sink, { splitPath, singleFile }: AnyFormat, split: string): Sink {
  const place = splitPath ?? ((path: string) => usualPlace(path, split, singleFile))
  return { put: (path, content) => sink.put(place(path, split), content), close: () => sink.close(), abort: () => sink.abort() }
}

/** `train.json` of `result.json`, `train/labels/1.txt` of `labels/1.txt`. */
function usualPlace(path: string, split: string, singleFile: string | undefined): string {
  return singleFile === undefined ? `${split}/${path}` : split + path.slice(path.lastIndexOf('.'))
}
