import { defineFormat } from './format.ts'
import { csvLine } from './shared/csv-line.ts'
import {
  CLASS_OF_IMAGE_CARRIES,
  CLASS_OF_IMAGE_OPTIONS,
  ClassFolders,
  type ClassifiedImage,
  classControl,
  classifiedImages,
} from './shared/image-classes.ts'

const OPTIONS = {
  ...CLASS_OF_IMAGE_OPTIONS,
  table: { default: 'csv', choices: ['csv', 'jsonl'], help: 'Whether the list is metadata.csv or metadata.jsonl.' },
} as const

/** Image classification: a list of images with their classes, in folders named like the classes. */
export const imagefolder = defineFormat<typeof OPTIONS, readonly ClassifiedImage[]>({
  id: 'imagefolder',
  aliases: ['image-folder'],
  title: 'ImageFolder',
  summary:
    'A metadata.csv of images and their classes, as Hugging Face datasets and torchvision find them in folders of classes.',
  spec: 'https://huggingface.co/docs/datasets/image_dataset#imagefolder',
  singleFile: undefined,
  carries: CLASS_OF_IMAGE_CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config, { control }) {
    if (classControl(config, control) !== undefined) return undefined
    return 'ImageFolder needs an Image with Choices or Taxonomy about the whole image'
  },

  encode(batch, context) {
    const { control, several } = context.options
    return classifiedImages(batch, context, { format: 'imagefolder', control: classControl(context.config, control), several })
  },

  async join(parts, sink, context) {
    const { table } = context.options
    const folders = new ClassFolders(context)
    const list = context.spool()
    if (table === 'csv') await list.write(csvLine(['file_name', 'label', 'task', 'source']))
    for await (const part of parts)
      for (const image of part)
        for (const { label, folder, file } of folders.placesOf(image)) {
          context.placeMedia(`${folder}/${file}`, image.reference, image.task)
          const row = { file_name: `${folder}/${file}`, label, task: image.task, source: image.reference }
          await list.write(table === 'csv' ? csvLine(Object.values(row)) : `${JSON.stringify(row)}\n`)
        }
    await sink.put(`metadata.${table}`, list.read())
  },
})
