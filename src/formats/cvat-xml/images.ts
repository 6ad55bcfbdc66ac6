import type { Size } from '../../model/shape.ts'
import { type Id, placeOf, type Task } from '../../model/task.ts'
import type { EncodeContext, OptionTable } from '../format.ts'
import { type LabelledImage, labelledImages } from '../shared/labelled-images.ts'
import { writtenRegions } from '../shared/written-regions.ts'
import { printAnswers, printTag, sourceOf } from './print.ts'
import { cvatShape } from './shapes.ts'
import { answerTags } from './tags.ts'

export interface ShapeOptions {
  readonly unlabelledAs: string
  readonly decimals: number
}

/** An image with the XML of its tags and shapes. */
export interface CvatImage {
  readonly reference: string
  readonly task: Id
  readonly size: Size | undefined
  readonly shapes: string
  /** Names that were met in it, in order of appearance. */
  readonly labels: readonly string[]
  readonly questions: readonly string[]
}

/** The images of a task with their tags, those without shapes too. */
export function encodeImages<O extends OptionTable>(task: Task, context: EncodeContext<O>, options: ShapeOptions): CvatImage[] {
  const images = labelledImages(task, context)
  const tags = answerTags(
    task,
    images.map(({ image }) => image),
    context,
  )
  return images.map((labelled) => {
    const { reference, size } = labelled.image
    const own = tags.get(labelled.image)!
    if (size === undefined) context.report.add('size-absent', placeOf(task))
    context.report.wrote('images')
    const { shapes, labels, questions } = encodeShapes(labelled, context, options)
    return {
      reference,
      task: task.id,
      size,
      shapes: own.tags.join('') + shapes,
      labels: [...labels, ...own.labels],
      questions: [...questions, ...own.questions],
    }
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
  const written = writtenRegions(regions, unlabelledAs, report, (drawn) => cvatShape(drawn, decimals, report))
  for (const { drawn, labels: own, written: shape } of written) {
    const { region, annotation, where } = drawn
    const answers = printAnswers(region.attributes, '      ', where, report)
    for (const label of own) {
      const attributes = { label, source: sourceOf(annotation), occluded: 0, ...shape.attributes, z_order: 0 }
      const tag = printTag(shape.element, attributes, where, report)
      shapes += `    ${tag}${answers}    </${shape.element}>\n`
      labels.add(label)
    }
    for (const { fromName } of region.attributes) questions.add(fromName)
    report.wrote('shapes', own.length)
  }
  return { shapes, labels: [...labels], questions: [...questions] }
}
