import type { Size } from '../../model/shape.ts'
import { type Id, placeOf, type Task } from '../../model/task.ts'
import type { EncodeContext, OptionTable } from '../format.ts'
import { type LabelledImage, labelledImages } from '../shared/labelled-images.ts'
import { labelsToWrite } from '../shared/labels.ts'
import { printAnswers, printTag } from './print.ts'
import { cvatShape } from './shapes.ts'

export interface ShapeOptions {
  readonly unlabelledAs: string
  readonly decimals: number
}

/** An image with the XML of its shapes. */
export interface CvatImage {
  readonly reference: string
  readonly task: Id
  readonly size: Size | undefined
  readonly shapes: string
  /** Names that were met in it, in order of appearance. */
  readonly labels: readonly string[]
  readonly questions: readonly string[]
}

/** The images of a task, those without shapes too. */
export function encodeImages<O extends OptionTable>(task: Task, context: EncodeContext<O>, options: ShapeOptions): CvatImage[] {
  return labelledImages(task, context).map((labelled) => {
    const { reference, size } = labelled.image
    if (size === undefined) context.report.add('size-absent', placeOf(task))
    context.report.wrote('images')
    return { reference, task: task.id, size, ...encodeShapes(labelled, context, options) }
  })
}

/** An element for each region and label. */
function encodeShapes<O extends OptionTable>(
  { regions }: LabelledImage,
  { report }: EncodeContext<O>,
  { unlabelledAs, decimals }: ShapeOptions,
): Pick<CvatImage, 'shapes' | 'labels' | 'questions'> {
  const [labels, questions] = [new Set<string>(), new Set<string>()]
  let shapes = ''
  for (const drawn of regions) {
    const { region, annotation, where } = drawn
    const own = labelsToWrite(region, unlabelledAs, where, report)
    const shape = own.length === 0 ? undefined : cvatShape(drawn, decimals, report)
    if (shape === undefined) continue
    const answers = printAnswers(region.attributes, '      ', where, report)
    for (const label of own) {
      const source = annotation.origin === 'prediction' ? 'auto' : 'manual'
      const attributes = { label, source, occluded: 0, ...shape.attributes, z_order: 0 }
      const tag = printTag(shape.element, attributes, where, report)
      shapes += `    ${tag}${answers}    </${shape.element}>\n`
      labels.add(label)
    }
    for (const { fromName } of region.attributes) questions.add(fromName)
    report.wrote('regions')
    report.wrote('shapes', own.length)
  }
  return { shapes, labels: [...labels], questions: [...questions] }
}
