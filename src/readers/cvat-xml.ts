import type { Json } from '../json/node.ts'
import { GoldpanError } from '../model/error.ts'
import type { Size } from '../model/shape.ts'
import { readShape } from './cvat-xml/shapes.ts'
import { readTrack } from './cvat-xml/tracks.ts'
import type { DataFile } from './data-set.ts'
import type { Result } from './project.ts'
import { frameRateOf, type ReadContext, type Reader, type TaskDraft } from './reader.ts'
import { ImageTags } from './shared/image-tags.ts'
import { RecordProblem } from './shared/record-problem.ts'
import { childOf, numberOf, readXml, textOf, type XmlElement, XmlProblem } from './shared/xml.ts'

/** CVAT for images and for video, XML 1.1. */
export const cvatXml: Reader = {
  id: 'cvat-xml',
  aliases: ['cvat'],
  title: 'CVAT XML',
  summary: 'Boxes, polygons, polylines, points, ellipses, masks, skeletons and tags of images; boxes tracked through videos.',
  options: ['imageSize', 'mediaPrefix', 'frameRate'],

  async detect(dataSet) {
    for (const file of dataSet.sample('xml')) {
      const head = await dataSet.headText(file)
      if (/<annotations[\s>]/.test(head) && /<(meta|image|track|version)[\s>]/.test(head)) return 'sure'
    }
    return undefined
  },

  async *read(dataSet, context) {
    for (const file of dataSet.with('xml')) {
      try {
        yield* readFile(file, context)
      } catch (error) {
        if (!(error instanceof XmlProblem)) throw error
        const hint = 'export or download it again: this is no whole XML file'
        const where = { file: file.name, line: error.line }
        throw new GoldpanError('input-damaged', `\`${file.name}\` is damaged: ${error.message}`, hint, where, { cause: error })
      }
    }
  },
}

async function* readFile(file: DataFile, context: ReadContext): AsyncGenerator<TaskDraft> {
  let meta: XmlElement | undefined
  let tags: ImageTags | undefined
  const tracks: XmlElement[] = []
  for await (const element of readXml(file)) {
    if (element.name === 'meta') meta = element
    else if (element.name === 'track') tracks.push(element)
    else if (element.name === 'image') {
      tags ??= new ImageTags(context, () => labelsOf(meta))
      yield await readImage(element, file, tags, context)
    }
  }
  tags?.finish()
  if (tracks.length > 0) yield await readVideo(tracks, meta, file, context)
}

/** Those of the task, without the points of skeletons. */
function labelsOf(meta: XmlElement | undefined): { readonly name: string }[] {
  const [about] = meta?.children ?? []
  const labels = (about && childOf(about, 'labels'))?.children ?? []
  return labels.flatMap((label) => {
    const name = textOf(label, 'name')
    return name === undefined || textOf(label, 'parent') !== undefined ? [] : [{ name }]
  })
}

async function readImage(element: XmlElement, file: DataFile, tags: ImageTags, context: ReadContext): Promise<TaskDraft> {
  const { name: reference = '', width, height, ...others } = element.attributes
  const stated = { width: numberOf(width) ?? 0, height: numberOf(height) ?? 0 }
  const size = stated.width > 0 && stated.height > 0 ? stated : await context.imageSize(reference)
  const results: Result[] = []
  const isTagged = element.children.length > 0
  for (const [k, shape] of element.children.entries()) {
    const where = { file: file.name, line: shape.line }
    try {
      if (shape.name === 'tag') results.push(...readTag(shape, tags, context))
      else if (size === undefined) context.add('size-unknown', where)
      else results.push(...readShape(shape, String(k + 1), { tags, size, where, context }))
    } catch (error) {
      if (!(error instanceof RecordProblem)) throw error
      context.add('record-invalid', where, { problem: error.message })
    }
  }
  const data: Record<string, Json | undefined> = { image: reference, width: size?.width, height: size?.height }
  for (const [key, value] of Object.entries(others)) data[key === 'id' ? 'image_id' : key] = value
  return { data, annotations: isTagged ? [{ results }] : [], where: { file: file.name, line: element.line } }
}

/** A label of the whole image; its attributes are answers about the image. One that is only called like its attribute is no label. */
function readTag({ attributes: { label = '' }, children }: XmlElement, { image }: ImageTags, { project }: ReadContext): Result[] {
  const answers = children.map(({ attributes: { name = '' }, text }) => ({ name, text: text.trim() }))
  const texts = answers.map(({ name, text }) => project.control('TextArea', name, image).answer({ text: [text] }))
  if (answers.some(({ name }) => name === label)) return texts
  const control = project.control('Choices', 'tag', image, { choice: 'multiple' })
  return [control.answer({ choices: [control.label(label)] }), ...texts]
}

/** All tracks of a file are of one video. */
async function readVideo(
  tracks: readonly XmlElement[],
  meta: XmlElement | undefined,
  file: DataFile,
  context: ReadContext,
): Promise<TaskDraft> {
  const [about] = meta?.children ?? []
  const frames = numberOf(about && textOf(about, 'size'))
  const reference =
    (meta && textOf(meta, 'source')) ?? (about && (textOf(about, 'source') ?? textOf(about, 'name'))) ?? 'video.mp4'
  const size = sizeOfVideo(meta) ?? (await context.imageSize(reference))
  const video = context.project.object('Video', 'video', frameRateOf(context))
  const results: Result[] = []
  for (const [k, track] of tracks.entries()) {
    const where = { file: file.name, line: track.line }
    try {
      if (size === undefined) context.add('size-unknown', where)
      else results.push(...readTrack(track, String(k + 1), { video, size, frames, where, context }))
    } catch (error) {
      if (!(error instanceof RecordProblem)) throw error
      context.add('record-invalid', where, { problem: error.message })
    }
  }
  return { data: { video: reference, ...size }, annotations: [{ results }], where: { file: file.name, line: tracks[0]!.line } }
}

function sizeOfVideo(meta: XmlElement | undefined): Size | undefined {
  const [about] = meta?.children ?? []
  const stated = (about && childOf(about, 'original_size')) ?? (meta && childOf(meta, 'original_size'))
  const [width = 0, height = 0] = ['width', 'height'].map((name) => numberOf(stated && textOf(stated, name)))
  return width > 0 && height > 0 ? { width, height } : undefined
}
