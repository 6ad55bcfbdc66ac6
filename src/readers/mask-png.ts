import { type JsonNode, parseJson } from '../json/node.ts'
import { JsonSyntaxError } from '../json/scan.ts'
import { type DataFile, type DataSet, readLines, stemOf } from './data-set.ts'
import { IMAGE_EXTENSIONS } from './media-index.ts'
import type { Result } from './project.ts'
import type { ReadContext, Reader, TaskDraft } from './reader.ts'
import { ImageTags } from './shared/image-tags.ts'
import { type MaskNames, readMaskNames } from './shared/mask-names.ts'
import { BACKGROUND, besideFolder, type MaskPicture, readMaskFile, regionsOfMask, VOID } from './shared/masks.ts'
import { RecordProblem } from './shared/record-problem.ts'

/** Masks: a PNG per image, whose pixels say what they are of. */
export const maskPng: Reader = {
  id: 'mask-png',
  aliases: ['semantic-masks', 'segmentation-masks'],
  title: 'Segmentation masks',
  summary:
    'PNGs of class indexes or colours, and of instances, with classes.json or labelmap.txt; a brush mask per class or instance.',
  options: ['classNames', 'mediaPrefix'],

  async detect(dataSet) {
    const files = masksOf(dataSet, new Map())
    const hasNames = dataSet.files.some(({ path }) => /(^|\/)(labelmap\.txt|classes\.json)$/.test(path))
    if (files.length === 0 || dataSet.with('xml').length > 0) return undefined
    if (hasNames) return 'sure'
    return (await readIndex(dataSet)).size > 0 && dataSet.hasOnly('png', 'jsonl') ? 'sure' : undefined
  },

  async *read(dataSet, context) {
    const names = await readMaskNames(dataSet, context.options.classNames)
    const index = await readIndex(dataSet)
    const tags = new ImageTags(context, () => names.all)
    for (const file of masksOf(dataSet, index)) {
      try {
        yield await readTask(file, index.get(file.path), { dataSet, names, tags, context })
      } catch (error) {
        if (!(error instanceof RecordProblem)) throw error
        context.add('record-invalid', { file: file.name }, { problem: error.message })
      }
    }
    tags.finish()
  },
}

interface Surroundings {
  readonly dataSet: DataSet
  readonly names: MaskNames
  readonly tags: ImageTags
  readonly context: ReadContext
}

const MASK_FOLDER = /(^|\/)(masks?|labels?|annotations?|gt|segmentation(class|object)?)\//i

/** Those that the index names, else those in a folder that says so, else all PNGs. Masks of instances come with those of classes. */
function masksOf(dataSet: DataSet, index: ReadonlyMap<string, JsonNode>): readonly DataFile[] {
  const pictures = dataSet.with('png')
  if (index.size > 0) return pictures.filter(({ path }) => index.has(path))
  const inFolders = pictures.filter(({ path }) => MASK_FOLDER.test(path))
  const found = inFolders.length > 0 ? inFolders : pictures
  return found.filter(({ path }) => !path.includes('SegmentationObject/') || besideFolder(dataSet, path, CLASSES) === undefined)
}

const CLASSES = 'SegmentationClass'

/** Goldpan's own index, by path of the mask. */
async function readIndex(dataSet: DataSet): Promise<ReadonlyMap<string, JsonNode>> {
  const entries = new Map<string, JsonNode>()
  const index = dataSet.at('index.jsonl')
  if (index === undefined) return entries
  for await (const { text } of readLines(index)) {
    const node = parseLine(text)
    const file = node?.get('file')?.string()
    if (node !== undefined && file !== undefined) entries.set(file, node)
  }
  return entries
}

/** Another tool's index is none of ours. */
function parseLine(text: string): JsonNode | undefined {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
}

async function readTask(file: DataFile, entry: JsonNode | undefined, surroundings: Surroundings): Promise<TaskDraft> {
  const { dataSet, tags } = surroundings
  const picture = await readMaskFile(file)
  const size = { width: picture.width, height: picture.height }
  const facts = { size, frame: size }
  const objects = file.path.includes(`${CLASSES}/`) ? besideFolder(dataSet, file.path, 'SegmentationObject') : undefined
  const instances = objects === undefined ? undefined : await readMaskFile(objects)
  const labelOf =
    instances === undefined ? labelsByValue(picture, entry, surroundings) : labelsByPixel(picture, instances, surroundings)
  const results: Result[] = []
  for (const { value, rle } of regionsOfMask(instances ?? picture)) {
    const label = labelOf(value)
    if (label !== undefined) results.push(tags.mask(String(value), rle, label, facts))
  }
  const image = entry?.get('image')?.string() ?? imageOf(file, surroundings)
  return { data: { image, ...size }, annotations: [{ results }], where: { file: file.name, line: 1 } }
}

/** Of a mask of classes, or of instances that the index describes. */
function labelsByValue(
  picture: MaskPicture,
  entry: JsonNode | undefined,
  { names }: Surroundings,
): (value: number) => string | undefined {
  const instances = entry?.get('instances')?.elements()
  if (instances === undefined) return (value) => names.labelOf(value, picture)
  const labels = new Map(instances.map((node) => [node.get('number')?.number(), node.get('class')?.string()]))
  return (value) => labels.get(value)
}

/** An instance is what the mask of classes says of its first pixel. */
function labelsByPixel(
  picture: MaskPicture,
  instances: MaskPicture,
  { names }: Surroundings,
): (value: number) => string | undefined {
  const firstPixel = new Map<number, number>()
  for (let pixel = instances.values.length - 1; pixel >= 0; pixel--) firstPixel.set(instances.values[pixel]!, pixel)
  return (value) => {
    const isNothing = value === BACKGROUND || value === VOID
    const pixel = isNothing ? undefined : firstPixel.get(value)
    return pixel === undefined ? undefined : names.labelOf(picture.values[pixel]!, picture)
  }
}

/** The image of that name, which is no mask. */
function imageOf(file: DataFile, { dataSet, context }: Surroundings): string {
  const stem = stemOf(file.path)
  const image = dataSet
    .with(...IMAGE_EXTENSIONS)
    .find(({ path }) => stemOf(path) === stem && path !== file.path && !MASK_FOLDER.test(path))
  if (image !== undefined) return image.path
  context.add('media-absent', { file: file.name }, { media: `${stem}.jpg` })
  return `${stem}.jpg`
}
