import { ByteWriter } from '../../json/byte-writer.ts'
import { baseName } from '../../model/media.ts'
import type { ShapeKind } from '../../model/shape.ts'
import { LOOSE_CATEGORY } from '../coco/part.ts'
import type { JoinContext, OptionTable, Sink, Split } from '../format.ts'
import { ImageNames, imageBeside } from '../shared/image-names.ts'
import { LABEL_OPTIONS } from '../shared/labels.ts'
import { classNames, yoloClasses } from './classes.ts'
import type { YoloImage, YoloPart } from './rows.ts'

/** The options of every YOLO dataset with label files. */
export const YOLO_OPTIONS = {
  layout: {
    default: 'ultralytics',
    choices: ['ultralytics', 'label-studio'],
    help: 'ultralytics: images/train and labels/train. label-studio: images and labels, and notes.json, as Label Studio writes them.',
  },
  unlabelledAs: LABEL_OPTIONS.unlabelledAs,
  categories: {
    default: 'keep',
    choices: ['keep', 'close'],
    help: 'What `category="7"` in the labeling config is: keep: the number of the class. close: only its place in the order, so that no number is unused.',
  },
  clip: { default: true, help: 'Cut what reaches beyond the image; trainers refuse coordinates outside of 0–1.' },
  decimals: { default: 6, help: 'Digits after the point, at most; coordinates are from 0 to 1.' },
} as const satisfies OptionTable
/** What Label Studio's names of the formats mean. */
export const LABEL_STUDIO_LAYOUT = { layout: 'label-studio' } as const

type Layout = 'ultralytics' | 'label-studio'
interface DatasetOptions {
  readonly layout: Layout
  readonly categories: 'keep' | 'close'
}

export interface Dataset {
  readonly options: DatasetOptions
  /** Shapes whose labels are classes. */
  readonly isClass: (shape: ShapeKind) => boolean
  /** Further lines of data.yaml for so many classes, each with its line end. */
  readonly printYaml?: (classes: number) => string
}

/** The folders below `images` and `labels`: with `/train` or without. */
const SUBFOLDERS: Readonly<Record<Layout, string>> = { ultralytics: '/train', 'label-studio': '' }

/** Writes a label file per image, an index of them, and what trainers want to know of the whole: data.yaml, classes.txt. */
export async function joinYolo(
  parts: AsyncIterable<YoloPart>,
  sink: Sink,
  context: JoinContext,
  { options: { layout, categories }, isClass, printYaml = () => '' }: Dataset,
): Promise<void> {
  const { config, report, split, carried } = context
  carried.classes ??= yoloClasses(config, isClass, categories, report)
  const { classes } = carried
  const subfolder = split === undefined ? SUBFOLDERS[layout] : `/${split.name}`
  const names = new ImageNames(context)
  const index = context.spool()
  const writer = new ByteWriter()
  for await (const part of parts) {
    const { images, labels, labelOf, text, ends } = part
    const numbers = labels.map(({ label, where }) =>
      label === undefined ? classes.add(LOOSE_CATEGORY) : classes.idOf(label, where),
    )
    let row = 0
    for (const image of images) {
      const name = names.nameOf(image.reference, image.task, '.txt')
      for (; row < image.rowsEnd; row++)
        writer.number(numbers[labelOf[row]!]!).bytes(text, row === 0 ? 0 : ends[row - 1], ends[row])
      const imageFile = `images${subfolder}/${imageBeside(name, image.reference)}`
      await sink.put(`labels${subfolder}/${name}`, writer.take())
      context.placeMedia(imageFile, image.reference, image.task)
      await index.write(`${JSON.stringify(indexLine(image, `labels${subfolder}/${name}`, imageFile))}\n`)
    }
  }
  await sink.put('index.jsonl', index.read())
  if (split?.isLast === false) return
  const list = classNames(classes, report)
  await sink.put('classes.txt', list.map((name) => `${name}\n`).join(''))
  await sink.put('data.yaml', printDataYaml(list, printFolders(split, subfolder), printYaml(list.length)))
  if (layout === 'label-studio') await sink.put('notes.json', printNotes(list))
}

/** Where the image has to be for trainers to find its label file: they put `labels` for `images` and `.txt` for the extension. */
function indexLine({ reference, task, page, size }: YoloImage, file: string, image_file: string): object {
  return {
    file,
    image_file,
    task,
    image: reference,
    image_name: baseName(reference),
    page: page ?? null,
    width: size?.width ?? null,
    height: size?.height ?? null,
  }
}

/** Without `path` the folders are looked for beside the file itself. https://docs.ultralytics.com/datasets/detect/#ultralytics-yolo-format */
function printDataYaml(names: readonly string[], folders: string, further: string): string {
  const lines = names.map((name, index) => `  ${index}: ${yamlText(name)}\n`)
  return [folders, further, names.length === 0 ? 'names: {}\n' : 'names:\n', ...lines].join('')
}

/** `train` and `val` have to be there; what others call `valid` or `dev` is `val` to trainers. */
function printFolders(split: Split | undefined, subfolder: string): string {
  const keys = new Map(split?.names.map((name) => [VAL_NAMES.includes(name) ? 'val' : name, `images/${name}`]))
  const train = keys.get('train') ?? (split === undefined ? `images${subfolder}` : `images/${split.names[0]}`)
  const val = keys.get('val') ?? `${train} # the images of train: hold some back before you trust a score`
  const others = [...keys].filter(([key]) => key !== 'train' && key !== 'val')
  return [['train', train], ['val', val], ...others].map(([key, folder]) => `${key}: ${folder}\n`).join('')
}

const VAL_NAMES = ['val', 'valid', 'validation', 'dev']

/** Label files are in the folder of their split already, and classes are those of all; only the lists of images are apart. */
export function yoloSplitPath(path: string, split: string): string {
  return path === 'index.jsonl' ? `index_${split}.jsonl` : path
}

/** JSON strings are YAML strings but for characters that YAML wants escaped. https://yaml.org/spec/1.2.2/#51-character-set */
export function yamlText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function printNotes(names: readonly string[]): string {
  const categories = names.map((name, id) => ({ id, name }))
  return `${JSON.stringify({ categories, info: { version: '1.0', contributor: 'Goldpan' } }, null, 2)}\n`
}
