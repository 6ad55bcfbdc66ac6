import { baseName } from '../model/media.ts'
import { defineFormat } from './format.ts'
import {
  CLASS_OF_IMAGE_CARRIES,
  CLASS_OF_IMAGE_OPTIONS,
  ClassFolders,
  type ClassifiedImage,
  classControl,
  classifiedImages,
} from './shared/image-classes.ts'

/** Image classification: the folder an image is in is its class. */
export const yoloCls = defineFormat<typeof CLASS_OF_IMAGE_OPTIONS, readonly ClassifiedImage[]>({
  id: 'yolo-cls',
  aliases: ['yolov8-cls', 'yolo11-cls'],
  title: 'YOLO classification',
  summary: 'A list of the class folders that the images belong in, for image classification with Ultralytics.',
  spec: 'https://docs.ultralytics.com/datasets/classify/',
  singleFile: undefined,
  carries: CLASS_OF_IMAGE_CARRIES,
  options: CLASS_OF_IMAGE_OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config, { control }) {
    if (classControl(config, control) !== undefined) return undefined
    return 'YOLO classification needs an Image with Choices or Taxonomy about the whole image'
  },

  encode(batch, context) {
    const { control, several } = context.options
    return classifiedImages(batch, context, { format: 'yolo-cls', control: classControl(context.config, control), several })
  },

  async join(parts, sink, context) {
    const folders = new ClassFolders(context)
    const index = context.spool()
    const split = context.split?.name ?? 'train'
    const names = new Set<string>()
    for await (const part of parts)
      for (const image of part)
        for (const { folder, file } of folders.placesOf(image)) {
          const path = `${split}/${folder}/${file}`
          names.add(folder)
          context.placeMedia(path, image.reference, image.task)
          await index.write(`${JSON.stringify(indexLine(path, folder, image))}\n`)
        }
    await sink.put('index.jsonl', index.read())
    await sink.put(
      'classes.txt',
      [...names]
        .sort()
        .map((name) => `${name}\n`)
        .join(''),
    ) // trainers number folders by the alphabet
  },
  splitPath: (path, split) => (path.includes('/') ? path : path.replace('.', `_${split}.`)),
})

function indexLine(file: string, label: string, { reference, task, page }: ClassifiedImage): object {
  return { image_file: file, class: label, task, image: reference, image_name: baseName(reference), page: page ?? null }
}
