import type { Where } from '../../model/error.ts'
import type { Report } from '../../model/issue.ts'
import type { Size } from '../../model/shape.ts'
import { answerTexts, type Id } from '../../model/task.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'
import type { ClassList } from '../shared/labels.ts'
import { vocColour } from '../shared/png.ts'
import { xmlText } from '../shared/xml.ts'
import type { VocBox } from './boxes.ts'

/** One element a line, without indentation, as Label Studio's own export has it. */
export function printDocument(filename: string, body: string, where: Where, report: Report): string {
  const head = element('folder', 'images') + element('filename', xmlText(filename, where, report))
  return `<?xml version="1.0" encoding="utf-8"?>\n${parent('annotation', head + body)}`
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
  label: string,
  box: VocBox,
  { region, where }: DrawnRegion,
  coordinates: 'zero-based' | 'one-based',
  report: Report,
): string {
  return parent(
    'object',
    element('name', xmlText(label, where, report)) +
      element('pose', 'Unspecified') +
      element('truncated', box.truncated ? 1 : 0) +
      element('difficult', 0) +
      printBox(box, coordinates) +
      printAttributes(
        region.attributes.flatMap((answer) => answerTexts(answer).map((text) => [answer.fromName, text])),
        where,
        report,
      ),
  )
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
function printBox({ xmin, ymin, xmax, ymax }: VocBox, coordinates: 'zero-based' | 'one-based'): string {
  const first = coordinates === 'one-based' ? 1 : 0
  return parent(
    'bndbox',
    element('xmin', xmin + first) + element('ymin', ymin + first) + element('xmax', xmax) + element('ymax', ymax),
  )
}

/** As CVAT writes them. */
function printAttributes(attributes: readonly (readonly string[])[], where: Where, report: Report): string {
  if (attributes.length === 0) return ''
  const elements = attributes.map(([name = '', value = '']) =>
    parent('attribute', element('name', xmlText(name, where, report)) + element('value', xmlText(value, where, report))),
  )
  return parent('attributes', elements.join(''))
}

function parent(name: string, content: string): string {
  return `<${name}>\n${content}</${name}>\n`
}

function element(name: string, content: string | number): string {
  return `<${name}>${content}</${name}>\n`
}
