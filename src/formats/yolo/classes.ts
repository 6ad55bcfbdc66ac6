import type { Report } from '../../model/issue.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import type { ShapeKind } from '../../model/shape.ts'
import { SILENT } from '../shared/class-plane.ts'
import { ClassList, classListOf, hasOpenLabels, labelsOfShapes } from '../shared/labels.ts'

/** Higher numbers would mean thousands of classes that no image has. */
const LAST_CATEGORY = 9999

/**
 * The classes of a dataset. A label's number is its line in classes.txt, its key in data.yaml and the first number of its rows.
 * `category="7"` of the config is such a number where `categories` is `keep`; with `close` it only says the order.
 */
export function yoloClasses(
  config: LabelConfig,
  isWanted: (shape: ShapeKind) => boolean,
  categories: 'keep' | 'close',
  report: Report,
): ClassList {
  const labels = labelsOfShapes(config, isWanted).map((label) =>
    (label.category ?? 0) <= LAST_CATEGORY ? label : { ...label, category: undefined },
  )
  const isOpen = hasOpenLabels(config, isWanted)
  if (categories === 'keep') return new ClassList(labels, isOpen, { firstId: 0, report })
  const order = classListOf(config, isWanted, { firstId: 0, report: SILENT })
  const ordered = labels.sort((a, b) => order.add(a.name) - order.add(b.name))
  return new ClassList(
    ordered.map((label) => ({ ...label, category: undefined })),
    isOpen,
    { firstId: 0, report },
  )
}

/** The name of every number from 0 on; a number that no label has is called `unused-7`. Line breaks in a label become blanks. */
export function classNames(classes: ClassList, report: Report): readonly string[] {
  const names: string[] = []
  for (const { id, name } of classes.entries()) {
    while (names.length < id) names.push(`unused-${names.length}`)
    const written = name.replace(/[\r\n\u2028\u2029]+/g, ' ')
    if (written !== name) report.add('label-renamed', {}, { label: name, written })
    names.push(written)
  }
  const gaps = names.length - classes.entries().length
  if (gaps > 0) report.add('category-gap', {}, { count: gaps, last: names.length - 1 })
  return names
}
