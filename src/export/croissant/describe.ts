import { type RecordSet, recordSetsOf } from './record-sets.ts'

/** What is said of the data set as a whole; what is empty is left out. */
export interface DataSet {
  readonly name: string
  readonly description: string
  readonly license: string
  readonly url: string
}

/** A file that was written. */
export interface WrittenFile {
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
  /** Its first 64 KiB as text. */
  readonly head: string
}

type FileObject = Readonly<Record<string, string>>

/** So many files of a kind in a folder are listed one by one; more are one set. */
const MOST_FILES = 100

/** The files of an output; memory grows with the folders, not with the files. */
export class FileList {
  readonly #groups = new Map<string, FileObject[] | 'set'>()
  readonly recordSets: RecordSet[] = []

  add({ path, size, sha256, head }: WrittenFile): void {
    const group = globOf(path)
    const files = this.#groups.get(group) ?? []
    this.#groups.set(group, files === 'set' || files.length === MOST_FILES ? 'set' : [...files, fileObject(path, size, sha256)])
    if (files !== 'set' && files.length < MOST_FILES) this.recordSets.push(...recordSetsOf(path, head))
  }

  /** Croissant's FileObjects and FileSets. */
  distribution(): readonly object[] {
    return [...this.#groups].flatMap(([glob, files]) => (files === 'set' ? [fileSet(glob)] : files))
  }

  /** Those of files that are listed one by one. */
  listedRecordSets(): readonly RecordSet[] {
    const sets = new Set([...this.#groups].flatMap(([glob, files]) => (files === 'set' ? [glob] : [])))
    return this.recordSets.filter(({ file }) => !sets.has(globOf(file)))
  }
}

/** The file as JSON-LD. https://docs.mlcommons.org/croissant/docs/croissant-spec-1.0.html */
export function printCroissant({ name, description, license, url }: DataSet, files: FileList): string {
  const recordSet = files.listedRecordSets().map(({ file: _file, ...own }) => own)
  const document = {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    name,
    description,
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    ...(license === '' ? {} : { license }),
    ...(url === '' ? {} : { url }),
    distribution: files.distribution(),
    ...(recordSet.length === 0 ? {} : { recordSet }),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function fileObject(path: string, size: number, sha256: string): FileObject {
  return {
    '@type': 'cr:FileObject',
    '@id': path,
    name: path,
    contentUrl: path,
    contentSize: `${size} B`,
    encodingFormat: typeOf(path),
    sha256,
  }
}

function fileSet(glob: string): object {
  return { '@type': 'cr:FileSet', '@id': glob, name: glob, encodingFormat: typeOf(glob), includes: glob }
}

/** `labels/train/*.txt`. */
function globOf(path: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const name = path.slice(folder.length)
  return `${folder}*${name.includes('.') ? name.slice(name.lastIndexOf('.')) : ''}`
}

function typeOf(path: string): string {
  return TYPES[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'
}

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  jsonl: 'application/jsonlines',
  parquet: 'application/x-parquet',
  xml: 'application/xml',
  yaml: 'application/yaml',
  txt: 'text/plain',
  conll: 'text/plain',
  ann: 'text/plain',
  md: 'text/markdown',
  vtt: 'text/vtt',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  mp4: 'video/mp4',
}

/** The one of the specification. */
const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  equivalentProperty: 'cr:equivalentProperty',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileProperty: 'cr:fileProperty',
  fileObject: 'cr:fileObject',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  samplingRate: 'cr:samplingRate',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
} as const
