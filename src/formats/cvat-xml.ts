import type { LabelConfig, LabelDefinition } from '../model/label-config.ts'
import { isImageTag } from '../model/media.ts'
import { type CvatImage, encodeImages } from './cvat-xml/images.ts'
import { printHead, printTag, TAIL } from './cvat-xml/print.ts'
import { type CvatVideo, encodeVideos } from './cvat-xml/tracks.ts'
import type { Carries, JoinContext, Sink } from './format.ts'
import { withBitmasks } from './shared/bitmasks.ts'
import { SILENT } from './shared/class-plane.ts'
import { imageQuestions } from './shared/image-classes.ts'
import { ImageNames } from './shared/image-names.ts'
import { drawsShapes, LABEL_OPTIONS, labelsOfShapes, shapesIn } from './shared/labels.ts'
import { drawsTracks, isTrack, onlyRegions, trackClasses, VIDEO_OPTIONS } from './shared/videos.ts'

const CARRIES: Carries = {
  rectangle: 'exact',
  rotation: 'exact',
  ellipse: 'exact',
  polygon: 'exact',
  polyline: 'exact',
  keypoint: 'exact',
  brush: 'exact',
  track: 'exact',
  'several-labels': 'exact', // a shape per label
  attributes: 'exact',
  bitmask: 'drop',
  span: 'drop',
  'html-span': 'drop',
  'dialogue-span': 'drop',
  segment: 'drop',
  'frame-range': 'drop',
  'series-range': 'drop',
  unknown: 'drop',
  answers: 'approximate', // about images: tags
  relations: 'drop',
}
const isWritten = shapesIn(CARRIES)

const OPTIONS = {
  ...VIDEO_OPTIONS,
  unlabelledAs: LABEL_OPTIONS.unlabelledAs,
  decimals: { default: 2, help: 'Digits after the point, at most; pixels. CVAT writes two.' },
} as const

type CvatOptions = typeof OPTIONS

interface CvatPart {
  readonly images: readonly CvatImage[]
  readonly videos: readonly CvatVideo[]
}

/** CVAT XML 1.1: `annotations.xml` for images, a file for each video. */
export const cvatXml = withBitmasks<CvatOptions, CvatPart>({
  id: 'cvat-xml',
  aliases: ['cvat'],
  title: 'CVAT XML 1.1',
  summary: 'One XML file with the shapes and tags of all images, and one per video with its tracks, as CVAT imports them.',
  spec: 'https://docs.cvat.ai/docs/dataset_management/formats/xml_format/',
  singleFile: undefined,
  carries: CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: true },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, isWritten) || drawsTracks(config) || choicesAboutImages(config).length > 0) return undefined
    return 'CVAT XML needs an Image with shapes or Choices, or a Video with VideoRectangle'
  },

  encode(batch, context) {
    const [images, videos]: [CvatImage[], CvatVideo[]] = [[], []]
    const ofImages = onlyRegions(context, (region) => !isTrack(region))
    const ofVideos = onlyRegions(context, isTrack)
    for (const task of batch) {
      images.push(...encodeImages(task, ofImages, context.options))
      videos.push(...encodeVideos(task, ofVideos, context.options))
    }
    return { images, videos }
  },

  async join(parts, sink, context) {
    const { config, report } = context
    const labels = new Set([...labelsOfShapes(config, isWritten), ...choicesAboutImages(config)].map(({ name }) => name))
    const questions = new Set(questionsOf(config))
    const names = new ImageNames(context)
    const images = context.spool()
    let count = 0
    for await (const part of parts) {
      for (const image of part.images) {
        const name = names.nameOf(image.reference, image.task)
        context.placeMedia(`images/${name}`, image.reference, image.task)
        const attributes = { id: count++, name, ...image.size }
        await images.write(`  ${printTag('image', attributes, { task: image.task }, report)}${image.shapes}  </image>\n`)
        for (const label of image.labels) labels.add(label)
        for (const question of image.questions) questions.add(question)
      }
      for (const video of part.videos) await putVideo(video, names, sink, context)
    }
    if (count === 0 && !config.objects.some(({ tag }) => isImageTag(tag))) return
    const head = {
      mode: 'annotation',
      name: 'images',
      count,
      size: undefined,
      labels: [...labels],
      questions: [...questions],
    } as const
    await sink.put('annotations.xml', document(printHead(head, report), images.read()))
  },
})

async function* document(head: string, content: AsyncIterable<Uint8Array>): AsyncIterable<string | Uint8Array> {
  yield head
  yield* content
  yield TAIL
}

async function putVideo(
  { reference, task, size, frames, tracks, labels, questions }: CvatVideo,
  names: ImageNames,
  sink: Sink,
  { config, report }: JoinContext<CvatOptions>,
): Promise<void> {
  const known = trackClasses(config, { firstId: 0, report: SILENT }).entries()
  const head = printHead(
    {
      mode: 'interpolation',
      name: reference,
      count: frames,
      size,
      labels: [...new Set([...known.map(({ name }) => name), ...labels])],
      questions: [...new Set([...questionsOf(config), ...questions])],
    },
    report,
  )
  await sink.put(`videos/${names.nameOf(reference, task, '.xml')}`, `${head}${tracks}${TAIL}`)
}

/** What may be chosen for a whole image. */
function choicesAboutImages(config: LabelConfig): readonly LabelDefinition[] {
  const questions = imageQuestions(config, 'Choices')
  return config.controls.flatMap(({ name, labels }) => (questions.includes(name) ? labels : []))
}

/** What may be asked about each region. */
function questionsOf(config: LabelConfig): string[] {
  return config.controls.filter(({ perRegion }) => perRegion).map(({ name }) => name)
}
