import type { ByteWriter } from '../../json/byte-writer.ts'
import type { Where } from '../../model/error.ts'
import type { Report } from '../../model/issue.ts'
import type { Size } from '../../model/shape.ts'
import { type Answer, answerTexts, type Id } from '../../model/task.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'
import type { ClassList } from '../shared/labels.ts'
import { vocColour } from '../shared/png.ts'
import { xmlText } from '../shared/xml.ts'
import type { VocBox } from './boxes.ts'

export type Coordinates = 'zero-based' | 'one-based'

/** One element a line, without indentation, as Label Studio's own export has it. @param objects as {@link printObject} writes them */
export function printDocument(
  out: ByteWriter,
  filename: string,
  head: string,
  objects: Uint8Array,
  where: Where,
  report: Report,
): Uint8Array {
  out.text('<?xml version="1.0" encoding="utf-8"?>\n<annotation>\n<folder>images</folder>\n')
  out.text(element('filename', xmlText(filename, where, report)))
  return out.text(head).bytes(objects).text('</annotation>\n').take()
}

/** What stands between file name and objects. Nothing is made up: no data set, no photo service, no owner. */
export function printHead(
  annotators: readonly Id[],
  size: Size | undefined,
  depth: number,
  segmented: boolean,
  where: Where,
  report: Report,
): string {
  const people = annotators.map((annotator) => element('annotator', xmlText(String(annotator), where, report)))
  const source = parent('source', element('database', 'Unknown') + people.join(''))
  return source + printSize(size, depth) + element('segmented', segmented ? 1 : 0)
}

export function printObject(
  out: ByteWriter,
  label: string,
  box: VocBox,
  { region, where }: DrawnRegion,
  coordinates: Coordinates,
  report: Report,
): void {
  out.text('<object>\n<name>').text(xmlText(label, where, report))
  out.text('</name>\n<pose>Unspecified</pose>\n<truncated>').number(box.truncated ? 1 : 0)
  out.text('</truncated>\n<difficult>0</difficult>\n')
  printBox(out, box, coordinates)
  if (region.attributes.length > 0) out.text(printAttributes(region.attributes, where, report))
  out.text('</object>\n')
}

/** CVAT's list of classes and colours, which its importer and Datumaro's need to read the masks. */
export function printLabelMap(classes: ClassList, report: Report): string {
  const lines = [{ id: 0, name: 'background' }, ...classes.entries()].map(({ id, name }) => {
    const written = name.replace(/[:\r\n]/g, '_')
    if (written !== name) report.add('label-renamed', {}, { label: name, written })
    return `${written}:${vocColour(id).join(',')}::\n`
  })
  return `# label:color_rgb:parts:actions\n${lines.join('')}`
}

function printSize(size: Size | undefined, depth: number): string {
  if (size === undefined) return ''
  return parent(
    'size',
    element('width', Math.round(size.width)) + element('height', Math.round(size.height)) + element('depth', depth),
  )
}

/** From 1, both ends inside: the first pixel is one further, the last is the same number as the edge behind it. */
function printBox(out: ByteWriter, { xmin, ymin, xmax, ymax }: VocBox, coordinates: Coordinates): void {
  const first = coordinates === 'one-based' ? 1 : 0
  out
    .text('<bndbox>\n<xmin>')
    .number(xmin + first)
    .text('</xmin>\n<ymin>')
    .number(ymin + first)
  out.text('</ymin>\n<xmax>').number(xmax).text('</xmax>\n<ymax>').number(ymax).text('</ymax>\n</bndbox>\n')
}

/** As CVAT writes them. */
function printAttributes(attributes: readonly Answer[], where: Where, report: Report): string {
  const elements = attributes.flatMap((answer) =>
    answerTexts(answer).map((text) =>
      parent(
        'attribute',
        element('name', xmlText(answer.fromName, where, report)) + element('value', xmlText(text, where, report)),
      ),
    ),
  )
  return elements.length === 0 ? '' : parent('attributes', elements.join(''))
}

function parent(name: string, content: string): string {
  return `<${name}>\n${content}</${name}>\n`
}

function element(name: string, content: string | number): string {
  return `<${name}>${content}</${name}>\n`
}
