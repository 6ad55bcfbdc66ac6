import { AUDIO_EXTENSIONS, IMAGE_EXTENSIONS, VIDEO_EXTENSIONS } from './media-index.ts'
import { frameRateOf, type Reader } from './reader.ts'

const KINDS = [
  { tag: 'Image', key: 'image', extensions: IMAGE_EXTENSIONS },
  { tag: 'Audio', key: 'audio', extensions: AUDIO_EXTENSIONS },
  { tag: 'Video', key: 'video', extensions: VIDEO_EXTENSIONS },
] as const

/** A folder of images, recordings or films: a task per file. */
export const media: Reader = {
  id: 'media',
  aliases: ['images', 'audio', 'video'],
  title: 'Media files',
  summary: 'A task per image, recording or film of a folder.',
  options: ['imageSize', 'mediaPrefix', 'frameRate'],
  detect: async (dataSet) => (dataSet.hasOnly(...KINDS.flatMap(({ extensions }) => extensions)) ? 'possible' : undefined),
  async *read(dataSet, context) {
    for (const file of dataSet.files) {
      const kind = KINDS.find(({ extensions }) => extensions.some((extension) => extension === file.extension))
      if (kind === undefined) continue
      context.project.object(kind.tag, kind.key, kind.tag === 'Video' ? frameRateOf(context) : {})
      const size = kind.key === 'image' ? await context.imageSize(file.path) : undefined
      const data = { [kind.key]: file.path, width: size?.width, height: size?.height }
      yield { data, annotations: [], where: { file: file.name, line: 1 } }
    }
  },
}
