import { parseJson } from '../../json/node.ts'
import { JsonSyntaxError } from '../../json/scan.ts'
import type { Size } from '../../model/shape.ts'
import { type DataFile, type DataSet, readLines } from '../data-set.ts'
import { IMAGE_EXTENSIONS } from '../media-index.ts'
import { isNameList } from './classes.ts'

/** An image with its label file; at least one of them is there. */
export interface LabelledFile {
  readonly image: DataFile | undefined
  readonly label: DataFile | undefined
  /** Path of the label file without its extension. */
  readonly stem: string
  /** The folder that says so: train, val … */
  readonly split: string | undefined
}

/** Text files that hold something else. */
const OTHER_TEXTS = /(^|\/)(readme[^/]*|license|train|val|valid|test|notes|autosplit_[a-z]+|[^/]*\.(roboflow|dataset))\.txt$/i

/** Images and label files by what they share: `labels` for `images`, and the name. */
export function labelledFiles(dataSet: DataSet): readonly LabelledFile[] {
  const images = new Map(dataSet.with(...IMAGE_EXTENSIONS).map((file) => [labelStem(file.path), file]))
  const labels = new Map(labelFiles(dataSet).map((file) => [stemPath(file.path), file]))
  const stems = [...labels.keys(), ...[...images.keys()].filter((stem) => !labels.has(stem))]
  return stems.map((stem) => ({ image: images.get(stem), label: labels.get(stem), stem, split: splitOf(stem) }))
}

/** In `labels` folders where there are any, else all texts that are not known to be something else. */
export function labelFiles(dataSet: DataSet): readonly DataFile[] {
  const texts = dataSet.with('txt').filter((file) => !isNameList(file))
  const inFolders = texts.filter(({ path }) => /(^|\/)labels\//.test(path))
  return inFolders.length > 0 ? inFolders : texts.filter(({ path }) => !OTHER_TEXTS.test(path))
}

/** One line of Goldpan's own `index.jsonl`, which says what image a label file is of. */
export interface IndexEntry {
  readonly image: string
  readonly size: Size | undefined
}

/** By path of the label file. */
export async function readIndex(dataSet: DataSet): Promise<ReadonlyMap<string, IndexEntry>> {
  const entries = new Map<string, IndexEntry>()
  const index = dataSet.at('index.jsonl')
  if (index === undefined) return entries
  for await (const { text } of readLines(index)) {
    const node = parseLine(text)
    const [file, image] = [node?.get('file')?.string(), node?.get('image')?.string()]
    if (file === undefined || image === undefined) continue
    const [width = 0, height = 0] = [node?.get('width')?.number(), node?.get('height')?.number()]
    entries.set(file, { image, size: width > 0 && height > 0 ? { width, height } : undefined })
  }
  return entries
}

/** Another tool's index is none of ours. */
function parseLine(text: string): ReturnType<typeof parseJson> | undefined {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
}

/** As Ultralytics finds label files: the last folder `images` is `labels`, the extension is that of a text. */
function labelStem(path: string): string {
  return stemPath(path).replace(/(^|.*\/)images\//s, '$1labels/')
}

function stemPath(path: string): string {
  return path.replace(/\.[^./]*$/, '')
}

function splitOf(stem: string): string | undefined {
  const folder = /(?:^|\/)(train|val|valid|validation|test)(?:\d*)\//i.exec(stem)?.[1]?.toLowerCase()
  return folder?.startsWith('val') ? 'val' : folder
}
