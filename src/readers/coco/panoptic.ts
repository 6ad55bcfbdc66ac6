import { type JsonNode, parseJson } from '../../json/node.ts'
import { JsonSyntaxError } from '../../json/scan.ts'
import type { DataFile, DataSet } from '../data-set.ts'
import type { Result } from '../project.ts'
import { type MaskPicture, readMaskFile, regionsOfMask } from '../shared/masks.ts'
import { RecordProblem } from '../shared/record-problem.ts'
import type { RawAnnotation } from './index-file.ts'
import type { ReadObject, Surroundings } from './objects.ts'

/**
 * The segments of an image: each is a mask, the pixels that have its id in the PNG beside the file. Undefined when the annotation is none of the
 * panoptic kind. https://cocodataset.org/#format-data
 */
export async function readPanoptic(
  raw: RawAnnotation,
  dataSet: DataSet,
  surroundings: Surroundings,
): Promise<ReadObject | undefined> {
  const node = segmentsOf(raw)
  if (node === undefined) return undefined
  const where = { file: raw.file, byte: raw.byte }
  const results: Result[] = []
  try {
    const picture = await readMaskFile(needPicture(node, dataSet))
    results.push(...readSegments(node, picture, raw, surroundings))
  } catch (error) {
    if (!(error instanceof RecordProblem)) throw error
    surroundings.context.add('record-invalid', where, { problem: error.message })
  }
  return { results, isPrediction: false, annotator: undefined, modelVersion: undefined }
}

function segmentsOf({ bytes }: RawAnnotation): JsonNode | undefined {
  try {
    const node = parseJson(bytes)
    return node.get('segments_info') === undefined ? undefined : node
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined // told where all annotations are read
    throw error
  }
}

/** By the end of its path: the folder of the PNGs has the name of the JSON file, or `panoptic`. @throws RecordProblem */
function needPicture(node: JsonNode, dataSet: DataSet): DataFile {
  const name = node.get('file_name')?.string() ?? ''
  const picture = dataSet.with('png').find(({ path }) => path === name || path.endsWith(`/${name}`))
  if (picture === undefined) throw new RecordProblem(`there is no picture \`${name}\` of its segments`)
  return picture
}

function readSegments(
  node: JsonNode,
  picture: MaskPicture,
  { file, byte }: RawAnnotation,
  { context, categories, tags }: Surroundings,
): Result[] {
  const regions = new Map([...regionsOfMask(picture)].map(({ value, rle }) => [value, rle]))
  const facts = { size: picture, frame: picture }
  return (node.get('segments_info')?.elements() ?? []).flatMap((segment) => {
    const id = segment.get('id')?.number() ?? 0
    const rle = regions.get(id)
    if (rle === undefined) {
      context.add('record-invalid', { file, byte, region: String(id) }, { problem: 'no pixel has the id of the segment' })
      return []
    }
    const { name } = categories.need(segment.get('category_id')?.text() ?? '', byte)
    const region = tags.mask(String(id), rle, name, facts)
    const isCrowd = segment.get('iscrowd')?.number() === 1
    const crowd = isCrowd ? context.project.attribute(tags.image, 'iscrowd', true, region) : undefined
    return crowd === undefined ? [region] : [region, crowd]
  })
}
