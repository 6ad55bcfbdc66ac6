import { findControl, type LabelConfig } from '../model/label-config.ts'
import type { Size } from '../model/shape.ts'
import { annotationsOf, answerTexts, type Id, placeOf, type Task } from '../model/task.ts'
import { CocoDocument } from './coco/document.ts'
import { defineFormat, type EncodeContext } from './format.ts'
import { CLASS_OF_IMAGE_CARRIES, classControl, imageQuestions, isAbout } from './shared/image-classes.ts'
import { imagesOf, type TaskImage } from './shared/task-images.ts'

const OPTIONS = {
  control: {
    default: '',
    help: 'The TextArea, Choices or Taxonomy tag whose answers are the captions; without it all TextAreas on images, or the first Choices.',
  },
} as const

type CaptionOptions = typeof OPTIONS

interface CaptionedImage {
  readonly reference: string
  readonly task: Id
  readonly size: Size | undefined
  readonly captions: readonly string[]
}

/** COCO captions: texts about whole images. */
export const cocoCaptions = defineFormat<CaptionOptions, readonly CaptionedImage[]>({
  id: 'coco-captions',
  aliases: [],
  title: 'COCO captions',
  summary: 'One JSON file with the texts that people wrote about images, or the classes they chose.',
  spec: 'https://cocodataset.org/#format-data',
  singleFile: 'captions.json',
  carries: CLASS_OF_IMAGE_CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'all', unannotated: false },
  purpose: 'records',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config, { control }) {
    if (captionControls(config, control).length > 0) return undefined
    return 'COCO captions need an Image with TextArea, Choices or Taxonomy about the whole image'
  },

  encode(batch, context) {
    return Array.from(batch, (task) => encodeTask(task, context)).flat()
  },

  async join(parts, sink, context) {
    const document = new CocoDocument(context)
    for await (const part of parts)
      for (const described of part) {
        const { captions } = described
        const image = await document.image(described)
        for (const caption of captions) await document.annotation({ image_id: image, caption })
        context.report.wrote('images')
        context.report.wrote('captions', captions.length)
      }
    await sink.put('captions.json', document.print({ info: { version: '1.0', contributor: 'Goldpan' } }))
  },
  splitPath: (path, split) => (path === 'captions.json' ? `captions_${split}.json` : path),
})

/** The names of the tags whose answers are captions. */
function captionControls(config: LabelConfig, wanted: string): readonly string[] {
  const texts = imageQuestions(config, 'TextArea')
  if (wanted !== '') return texts.includes(wanted) || classControl(config, wanted) !== undefined ? [wanted] : []
  if (texts.length > 0) return texts
  const choice = classControl(config, '')
  return choice === undefined ? [] : [choice]
}

function encodeTask(task: Task, context: EncodeContext<CaptionOptions>): CaptionedImage[] {
  const { config, options, report } = context
  const controls = captionControls(config, options.control)
  const captions = new Map<TaskImage, string[]>(imagesOf(task, context).map((image) => [image, []]))
  for (const annotation of annotationsOf(task))
    for (const answer of annotation.answers) {
      const isAsked = controls.includes(findControl(config, answer.fromName)?.tag.name ?? '')
      const texts = isAsked ? answerTexts(answer) : []
      const images = [...captions].filter(([image]) => isAbout(answer, image))
      if (texts.length === 0 || images.length === 0)
        report.add('answer-dropped', placeOf(task, annotation, answer.result), { format: 'coco-captions', name: answer.fromName })
      else for (const [, own] of images) own.push(...texts)
    }
  return [...captions].map(([{ reference, size }, own]) => ({ reference, task: task.id, size, captions: own }))
}
