import type { Json, JsonNode } from '../json/node.ts'
import { parseJson } from '../json/node.ts'
import { GoldpanError } from '../model/error.ts'
import type { Size } from '../model/shape.ts'
import { CocoIndex, type RawImage } from './coco/index-file.ts'
import { type ReadObject, readObject } from './coco/objects.ts'
import { readPanoptic } from './coco/panoptic.ts'
import type { DataFile, DataSet } from './data-set.ts'
import type { AnnotationDraft, Fields, ReadContext, Reader, TaskDraft } from './reader.ts'
import { ImageTags } from './shared/image-tags.ts'
import { hasKeys, keysOfHead } from './shared/json-head.ts'

/** COCO: what stands in `annotations`, by image; results files are predictions about the images of the file beside them. */
export const coco: Reader = {
  id: 'coco',
  aliases: ['coco-results', 'coco-captions', 'coco-panoptic', 'brush-coco'],
  title: 'COCO',
  summary:
    'Boxes, polygons, masks (both kinds of run lengths), key points, captions, panoptic PNGs; results files with scores as predictions.',
  options: ['imageSize', 'mediaPrefix'],

  async detect(dataSet) {
    for (const file of dataSet.sample('json')) if ((await kindOf(dataSet, file)) !== undefined) return 'sure'
    return undefined
  },

  async *read(dataSet, context) {
    const kinds = await Promise.all(dataSet.with('json').map(async (file) => ({ file, kind: await kindOf(dataSet, file) })))
    const results = kinds.filter(({ kind }) => kind === 'results').map(({ file }) => file)
    const sets = kinds.filter(({ kind }) => kind !== 'results').map(({ file }) => file)
    if (results.length > 0 && sets.length !== 1) throw unclearImages(results[0]!, sets.length)
    for (const file of sets) yield* readFile(file, results, dataSet, context)
  },
}

/** A file with `images`, or a list of results. By the first keys, since the file may be large. */
async function kindOf(dataSet: DataSet, file: DataFile): Promise<'set' | 'results' | undefined> {
  const keys = keysOfHead(await dataSet.headText(file))
  const isOf = (path: string) =>
    ['bbox', 'segmentation', 'keypoints', 'caption', 'segments_info'].some((key) => keys.has(`${path}${key}`))
  if (hasKeys(keys, 'image_id') && isOf('')) return 'results'
  const hasImages = hasKeys(keys, 'images.id', 'images.file_name')
  const hasAnnotations = hasKeys(keys, 'annotations.image_id') && isOf('annotations.')
  return hasImages || hasAnnotations || hasKeys(keys, 'images', 'annotations', 'categories') ? 'set' : undefined
}

function unclearImages({ name }: DataFile, sets: number): GoldpanError {
  const problem = sets === 0 ? 'no file here lists them' : `${sets} files here list images`
  const hint = 'name the results file together with the one file of images and categories that it is about'
  return new GoldpanError('input-incomplete', `a COCO results file names images by id only, and ${problem}`, hint, { file: name })
}

async function* readFile(
  file: DataFile,
  results: readonly DataFile[],
  dataSet: DataSet,
  context: ReadContext,
): AsyncGenerator<TaskDraft> {
  const index = new CocoIndex(file.name, context)
  try {
    await index.add(file, false)
    for (const result of results) await index.add(result, true)
    const { categories } = index
    const tags = new ImageTags(
      context,
      () => categories.all.map(({ name, id }) => ({ name, category: id })),
      () => [...new Set(categories.all.flatMap(({ keypoints }) => keypoints))],
    )
    for (const image of index.images()) yield await readImage(image, file, { index, tags, dataSet, context })
    tags.finish()
  } finally {
    index.close()
  }
}

interface FileSurroundings {
  readonly index: CocoIndex
  readonly tags: ImageTags
  readonly dataSet: DataSet
  readonly context: ReadContext
}

async function readImage(
  image: RawImage,
  file: DataFile,
  { index: { categories }, tags, dataSet, context }: FileSurroundings,
): Promise<TaskDraft> {
  const node = parseJson(image.bytes)
  const reference = node.get('file_name')?.string() ?? node.get('coco_url')?.string()
  const size = await sizeOf(node, reference, context)
  const surroundings = { context, categories, tags, size, taken: new Set<string>() }
  const objects: ReadObject[] = []
  for (const raw of image.annotations()) {
    const object = (await readPanoptic(raw, dataSet, surroundings)) ?? readObject(raw, surroundings)
    if (object !== undefined) objects.push(object)
  }
  return { data: dataOf(node, reference, size), annotations: annotationsOf(objects), where: { file: file.name } }
}

async function sizeOf(image: JsonNode, reference: string | undefined, context: ReadContext): Promise<Size | undefined> {
  const [width = 0, height = 0] = [image.get('width')?.number(), image.get('height')?.number()]
  if (width > 0 && height > 0) return { width, height }
  return reference === undefined ? undefined : context.imageSize(reference)
}

/** All that the file says about the image; its `id` as `image_id`. */
function dataOf(image: JsonNode, reference: string | undefined, size: Size | undefined): Fields {
  const data: Record<string, Json | undefined> = { image: reference, width: size?.width, height: size?.height }
  for (const [key, value] of image.entries()) {
    const name = key === 'id' ? 'image_id' : key
    if (key !== 'file_name' && !(name in data)) data[name] = value.value()
  }
  return data
}

/** What each annotator, or each version of a model, says; somebody has looked at every image that is listed. */
function annotationsOf(objects: readonly ReadObject[]): AnnotationDraft[] {
  const groups = new Map<string, ReadObject[]>()
  for (const object of objects) {
    const key = JSON.stringify([object.isPrediction, object.annotator ?? null, object.modelVersion ?? null])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [object])
    else group.push(object)
  }
  const drafts = [...groups.values()].map((group): AnnotationDraft => {
    const { isPrediction, annotator, modelVersion } = group[0]!
    const results = group.flatMap((object) => object.results)
    return { results, origin: isPrediction ? 'prediction' : 'annotation', by: annotator, modelVersion }
  })
  return drafts.length === 0 ? [{ results: [] }] : drafts
}
