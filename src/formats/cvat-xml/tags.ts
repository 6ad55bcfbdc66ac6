import type { Where } from '../../model/error.ts'
import { type Annotation, type Answer, annotationsOf, answerTexts, placeOf, type Task } from '../../model/task.ts'
import type { EncodeContext, OptionTable } from '../format.ts'
import { isAbout } from '../shared/image-classes.ts'
import type { TaskImage } from '../shared/task-images.ts'
import { printAnswers, printTag, sourceOf } from './print.ts'

/** What is said about a whole image. */
export interface ImageTags {
  /** XML */
  readonly tags: readonly string[]
  readonly labels: readonly string[]
  /** Names of attributes. */
  readonly questions: readonly string[]
}

/** Types of answers that choose among the labels of their control. */
const CHOOSING = new Set(['choices', 'taxonomy'])

/**
 * The answers about the images of a task: a `tag` for each choice; other answers are a `tag` called like their control, which has them as its
 * attribute of the same name. Answers about something else are reported.
 */
export function answerTags<O extends OptionTable>(
  task: Task,
  images: readonly TaskImage[],
  context: EncodeContext<O>,
): ReadonlyMap<TaskImage, ImageTags> {
  const { report } = context
  const found = new Map(
    images.map((image) => [image, { tags: [] as string[], labels: [] as string[], questions: [] as string[] }]),
  )
  for (const annotation of annotationsOf(task))
    for (const answer of annotation.answers) {
      const where = placeOf(task, annotation, answer.result)
      const about = [...found].filter(([image]) => isAbout(answer, image))
      const said = about.length === 0 ? [] : tagsOf(answer, annotation, where, context)
      if (said.length === 0) report.add('answer-dropped', where, { format: 'cvat-xml', name: answer.fromName })
      for (const [, own] of about)
        for (const { label, xml } of said) {
          own.tags.push(xml)
          own.labels.push(label)
          if (!CHOOSING.has(answer.type)) own.questions.push(answer.fromName)
        }
      report.wrote('tags', about.length * said.length)
    }
  return found
}

function tagsOf<O extends OptionTable>(
  answer: Answer,
  annotation: Annotation,
  where: Where,
  { report }: EncodeContext<O>,
): { readonly label: string; readonly xml: string }[] {
  const texts = answerTexts(answer)
  const isChoice = CHOOSING.has(answer.type)
  const labels = isChoice ? texts : texts.length === 0 ? [] : [answer.fromName]
  const attributes = isChoice ? '' : printAnswers([answer], '      ', where, report)
  return labels.map((label) => {
    const open = printTag('tag', { label, source: sourceOf(annotation) }, where, report)
    return { label, xml: `    ${open}${attributes}    </tag>\n` }
  })
}
