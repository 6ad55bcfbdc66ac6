import { type JsonNode, parseJson } from '../../json/node.ts'
import { JsonSyntaxError } from '../../json/scan.ts'

/** Records of a file, and the fields each has. */
export interface RecordSet {
  readonly '@type': 'cr:RecordSet'
  readonly '@id': string
  readonly name: string
  readonly field: readonly object[]
  /** Not a part of the output. */
  readonly file: string
}

type DataType = 'sc:Text' | 'sc:DateTime' | 'sc:Integer' | 'sc:Float' | 'sc:Boolean'

interface Field {
  readonly name: string
  readonly type: DataType
  readonly repeated?: boolean
  readonly extract: { readonly column: string } | { readonly jsonPath: string }
}

/** What the beginning of a file tells of its records: columns of tables, keys of the first JSON line, the lists of COCO. */
export function recordSetsOf(file: string, head: string): RecordSet[] {
  const stem = file.replace(/\.\w+$/, '')
  if (/\.csv$/.test(file)) return recordSet(file, stem, columnFields(readHeader(head, ',')))
  if (/\.tsv$/.test(file)) return recordSet(file, stem, columnFields(readHeader(head, '\t')))
  if (/\.jsonl$/.test(file)) return recordSet(file, stem, keyFields(firstLine(head)))
  if (/\.json$/.test(file) && /^\{\s*"images": \[/.test(head))
    return COCO_LISTS.flatMap(({ list, fields }) =>
      recordSet(
        file,
        `${stem}/${list}`,
        fields.map(([name, type]) => ({ name, type, extract: { jsonPath: `$.${list}[*].${name}` } })),
      ),
    )
  return []
}

const COCO_LISTS: readonly { readonly list: string; readonly fields: readonly (readonly [string, DataType])[] }[] = [
  {
    list: 'images',
    fields: [
      ['id', 'sc:Integer'],
      ['file_name', 'sc:Text'],
    ],
  },
]

function recordSet(file: string, id: string, fields: readonly Field[]): RecordSet[] {
  if (fields.length === 0) return []
  const field = fields.map(({ name, type, repeated, extract }) => ({
    '@type': 'cr:Field',
    '@id': `${id}/${name}`,
    name: `${id}/${name}`,
    dataType: type,
    ...(repeated === true ? { repeated } : {}),
    source: { fileObject: { '@id': file }, extract },
  }))
  return [{ '@type': 'cr:RecordSet', '@id': id, name: id, field, file }]
}

function columnFields(columns: readonly string[]): Field[] {
  return columns.map((column) => ({ name: column, type: 'sc:Text', extract: { column } }))
}

/** Objects, and lists of them, are left to those who read the lines. */
function keyFields(line: JsonNode | undefined): Field[] {
  return (line?.entries() ?? []).flatMap(([key, value]): Field[] => {
    const elements = value.kind === 'array' ? value.elements() : [value]
    const type = typeOf(elements[0])
    return type === undefined ? [] : [{ name: key, type, repeated: value.kind === 'array', extract: { column: key } }]
  })
}

function typeOf(value: JsonNode | undefined): DataType | undefined {
  if (value === undefined || value.isNull()) return 'sc:Text'
  if (value.kind === 'string') return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value.string() ?? '') ? 'sc:DateTime' : 'sc:Text'
  if (value.kind === 'number') return /^-?\d+$/.test(value.text()) ? 'sc:Integer' : 'sc:Float'
  return value.kind === 'object' || value.kind === 'array' ? undefined : 'sc:Boolean'
}

/** Undefined for a line that is longer than what is known of it. */
function firstLine(head: string): JsonNode | undefined {
  const end = head.indexOf('\n')
  if (end < 0) return undefined
  try {
    const node = parseJson(head.slice(0, end))
    return node.kind === 'object' ? node : undefined
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
}

/** The cells of the first row; quotes around a cell are taken off. */
function readHeader(head: string, separator: string): string[] {
  const cells: string[] = []
  const pattern = new RegExp(`(?:"((?:[^"]|"")*)"|([^"\\r\\n${separator}]*))(${separator}|\\r?\\n|$)`, 'y')
  for (let match = pattern.exec(head.replace(/^\ufeff/, '')); match !== null; match = pattern.exec(head.replace(/^\ufeff/, ''))) {
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] !== separator) break
  }
  return cells.filter((cell) => cell !== '')
}
