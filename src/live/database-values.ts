import type { ByteWriter } from '../json/byte-writer.ts'
import { parseJson } from '../json/node.ts'
import { writeCompact } from '../json/print.ts'
import { type Field, type FieldKind, TASK, type TaskPart } from './export-fields.ts'
import type { Row, RowValue } from './row-reader.ts'

/** `{"id":1,…}` of the fields whose columns the row has: earlier versions of Label Studio have fewer. */
export function writeRow(writer: ByteWriter, fields: readonly Field[], row: Row): void {
  writeObject(writer, fields, row, () => undefined)
}

/** The same of a task. @param writePart writes a list that belongs to it */
export function writeTaskRow(writer: ByteWriter, row: Row, writePart: (part: TaskPart) => void): void {
  writeObject(writer, TASK, row, writePart)
}

function writeObject<Part extends string>(
  writer: ByteWriter,
  entries: readonly (Field | Part)[],
  row: Row,
  writePart: (part: Part) => void,
): void {
  let before = '{'
  for (const entry of entries) {
    const isPart = typeof entry === 'string'
    const value = isPart ? null : row[entry.column]
    if (value === undefined || (!isPart && entry.kind === 'file' && value === null)) continue
    writer.text(`${before}"${isPart ? entry : entry.key}":`)
    if (isPart) writePart(entry)
    else writeValue(writer, entry.kind, value)
    before = ','
  }
  writer.text(before === '{' ? '{}' : '}')
}

function writeValue(writer: ByteWriter, kind: FieldKind, value: RowValue): void {
  if (value === null) writer.text('null')
  else if (kind === 'json') writeCompact(writer, parseJson(String(value)))
  else writer.text(printValue(kind, value))
}

function printValue(kind: Exclude<FieldKind, 'json'>, value: Exclude<RowValue, null>): string {
  switch (kind) {
    case 'integer':
      return String(value)
    case 'real':
      return printReal(Number(value))
    case 'boolean':
      return value === 't' || Number(value) === 1 ? 'true' : 'false'
    case 'text':
      return JSON.stringify(String(value))
    case 'file': // `upload/1/7e716af2-up_load.csv` is exported without its folders
      return JSON.stringify(String(value).replace(/^.*\//s, ''))
    case 'time':
      return JSON.stringify(printTime(String(value)))
    case 'uuid':
      return JSON.stringify(String(value).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
  }
}

/** The digits that Python prints, which Label Studio is written in: `3.0`, `1e-07`, `1e+16`. */
export function printReal(value: number): string {
  const [digits = '', exponent] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 16) {
    const plain = value.toString()
    return plain.includes('.') ? plain : `${plain}.0`
  }
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

/** `2026-11-22 10:12:25.18` (SQLite) and `2026-11-22 10:12:25.18+00` (PostgreSQL) as `2026-11-22T10:12:25.180000Z`; both are in UTC. */
export function printTime(text: string): string {
  const [, date, time, fraction] =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:Z|[+-]00(?::?00)?)?$/.exec(text) ?? []
  if (date === undefined) return text
  return `${date}T${time}${fraction === undefined ? '' : `.${fraction.padEnd(6, '0')}`}Z`
}
