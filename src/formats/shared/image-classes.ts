import type { Where } from '../../model/error.ts'
import { findControl, findObject, type LabelConfig } from '../../model/label-config.ts'
import { isImageTag } from '../../model/media.ts'
import { type Answer, annotationsOf, answerTexts, type Id, placeOf, type Task } from '../../model/task.ts'
import type { Carries, EncodeContext, JoinContext, OptionTable } from '../format.ts'
import { type ImageContext, ImageNames } from './image-names.ts'
import { imagesOf, type TaskImage } from './task-images.ts'

/** Classes of whole images: nothing that is drawn on them. */
export const CLASS_OF_IMAGE_CARRIES: Carries = {
  answers: 'approximate', // those of one control
  rectangle: 'drop',
  rotation: 'drop',
  ellipse: 'drop',
  polygon: 'drop',
  polyline: 'drop',
  keypoint: 'drop',
  brush: 'drop',
  bitmask: 'drop',
  span: 'drop',
  'html-span': 'drop',
  'dialogue-span': 'drop',
  segment: 'drop',
  track: 'drop',
  'frame-range': 'drop',
  'series-range': 'drop',
  unknown: 'drop',
  'several-labels': 'drop',
  attributes: 'drop',
  relations: 'drop',
}

export const CLASS_OF_IMAGE_OPTIONS = {
  control: {
    default: '',
    help: 'The Choices or Taxonomy tag whose answers are the classes; without it the first one on an image.',
  },
  several: {
    default: 'first',
    choices: ['first', 'each'],
    help: 'An image with several classes: first: it is in the first only. each: it is in the folder of each.',
  },
} as const satisfies OptionTable

/** What is asked about images. */
interface Question {
  /** The id of the format, for the report. */
  readonly format: string
  /** The name of the tag. */
  readonly control: string | undefined
  readonly several: 'first' | 'each'
}

/** An image with the classes that somebody chose for it, at least one. */
export interface ClassifiedImage {
  readonly reference: string
  readonly task: Id
  /** Of a multi-page image, from 0. */
  readonly page: number | undefined
  readonly labels: readonly string[]
}

/** The names of the tags of a kind that ask about whole images, in config order. */
export function imageQuestions(config: LabelConfig, tag: string): string[] {
  const isOnImage = (toName: string) => isImageTag(findObject(config, toName)?.tag.tag ?? '')
  return config.controls.flatMap((control) =>
    control.tag === tag && !control.perRegion && control.toNames.some(isOnImage) ? [control.name] : [],
  )
}

/** The name of the tag whose answers are the classes: `wanted`, else the first Choices, else the first Taxonomy; undefined when there is none. */
export function classControl(config: LabelConfig, wanted: string): string | undefined {
  const names = [...imageQuestions(config, 'Choices'), ...imageQuestions(config, 'Taxonomy')]
  return wanted === '' ? names[0] : names.find((name) => name === wanted)
}

/** The images of a batch with their classes, in the order of the tasks. Answers to other questions are reported, and images without a class. */
export function classifiedImages<O extends OptionTable>(
  batch: Iterable<Task>,
  context: EncodeContext<O>,
  question: Question,
): ClassifiedImage[] {
  const { report } = context
  const classified: ClassifiedImage[] = []
  for (const task of batch) {
    const images = imagesOf(task, context)
    const labels = new Map<TaskImage, string[]>(images.map((image) => [image, []]))
    for (const annotation of annotationsOf(task))
      for (const answer of annotation.answers)
        addLabels(answer, labels, placeOf(task, annotation, answer.result), context, question)
    if (images.length === 0) report.add('media-unnamed', placeOf(task), { path: imagePaths(context.config) })
    for (const [image, own] of labels) {
      if (own.length === 0) report.add('class-missing', placeOf(task))
      else classified.push({ reference: image.reference, task: task.id, page: image.media[0]?.page, labels: [...new Set(own)] })
    }
  }
  report.wrote('images', classified.length)
  return classified
}

interface ClassPlace {
  readonly label: string
  readonly folder: string
  readonly file: string
}

/** Names of folders for classes and of files for images, `sunny/1.jpg`: each is possible on every file system, and nobody else's. */
export class ClassFolders {
  readonly #context: Pick<JoinContext, 'fileName'>
  readonly #images: ImageNames
  readonly #folders = new Map<string, string>()

  constructor(context: Pick<JoinContext, 'fileName'> & ImageContext) {
    this.#context = context
    this.#images = new ImageNames(context)
  }

  /** The place of an image for each of its labels. */
  placesOf({ reference, task, labels }: ClassifiedImage): readonly ClassPlace[] {
    const file = this.#images.nameOf(reference, task)
    return labels.map((label) => ({ label, folder: this.#folderOf(label), file }))
  }

  #folderOf(label: string): string {
    const known = this.#folders.get(label)
    if (known !== undefined) return known
    const folder = this.#context.fileName(`class/${label.replace(/[/\\?#]/g, '_')}`)
    this.#folders.set(label, folder)
    return folder
  }
}

function addLabels<O extends OptionTable>(
  answer: Answer,
  labels: ReadonlyMap<TaskImage, string[]>,
  where: Where,
  { config, report }: EncodeContext<O>,
  { format, control, several }: Question,
): void {
  const isAsked = findControl(config, answer.fromName)?.tag.name === control
  const texts = isAsked ? answerTexts(answer) : []
  const images = [...labels].filter(([image]) => isAbout(answer, image))
  const [first] = texts
  if (first === undefined || images.length === 0) {
    report.add('answer-dropped', where, { format, name: answer.fromName })
    return
  }
  if (texts.length > 1 && several === 'first') report.add('choices-cut', where, { count: texts.length, label: first })
  for (const [, own] of images) own.push(...(several === 'first' ? [first] : texts))
}

/** An answer without a page is about all pages. */
export function isAbout({ toName, result }: Answer, { media }: TaskImage): boolean {
  const page = result.node.get('item_index')?.number()
  return media.some((one) => one.objectName === toName && (page === undefined || (one.page ?? 0) === page))
}

function imagePaths({ objects }: LabelConfig): string {
  return objects.flatMap(({ tag, dataPath }) => (isImageTag(tag) ? [dataPath] : [])).join(', ')
}
