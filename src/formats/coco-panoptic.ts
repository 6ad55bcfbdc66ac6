import type { Size } from '../model/shape.ts'
import type { Id, Task } from '../model/task.ts'
import { printDocument, RecordList } from './coco/document.ts'
import type { EncodeContext } from './format.ts'
import { CLASS_CARRIES, REGION_CARRIES } from './shared/brush-files.ts'
import { sizeOfMask } from './shared/class-masks.ts'
import { isMaskShape } from './shared/class-plane.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { ImageNames, imageBeside } from './shared/image-names.ts'
import { type Instance, paintInstances } from './shared/instance-masks.ts'
import { labelledImages } from './shared/labelled-images.ts'
import { classListOf, drawsShapes, LABEL_OPTIONS } from './shared/labels.ts'
import { encodeRgbPng } from './shared/png.ts'

const OPTIONS = {
  unlabelledAs: LABEL_OPTIONS.unlabelledAs,
  firstId: { default: 1, help: 'The id of the first label.' },
  stuff: {
    default: '',
    help: 'Labels of stuff (sky, road …), separated by commas: all their regions on an image are one segment. Other labels are things.',
  },
} as const

type PanopticOptions = typeof OPTIONS
/** Three bytes tell so many segments of an image apart. */
const LAST_SEGMENT = 256 ** 3 - 1

interface PanopticImage {
  readonly reference: string
  readonly task: Id
  readonly size: Size
  readonly png: Uint8Array
  readonly segments: readonly Instance[]
}

/** COCO panoptic segmentation: a PNG per image in which every pixel has the id of its segment, and a JSON file about the segments. */
export const cocoPanoptic = defineImageFormat<PanopticOptions, readonly PanopticImage[]>({
  id: 'coco-panoptic',
  aliases: [],
  title: 'COCO panoptic',
  summary: 'A PNG of segment ids per image and a JSON file that says what each segment is.',
  spec: 'https://cocodataset.org/#format-data',
  singleFile: undefined,
  carries: { ...REGION_CARRIES, ...CLASS_CARRIES },
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, isMaskShape)) return undefined
    return 'COCO panoptic needs an Image with BrushLabels, PolygonLabels, RectangleLabels or EllipseLabels, or with Labels and such shapes'
  },

  encode(batch, context) {
    return Array.from(batch, (task) => encodeTask(task, context)).flat()
  },

  async join(parts, sink, context) {
    const { config, options, report } = context
    const classes = (context.carried.classes ??= classListOf(config, isMaskShape, { firstId: options.firstId, report }))
    const names = new ImageNames(context)
    const images = new RecordList(context.spool())
    const annotations = new RecordList(context.spool())
    for await (const part of parts)
      for (const { reference, task, size, png, segments } of part) {
        const file = names.nameOf(reference, task, '.png')
        await sink.put(`panoptic/${file}`, png)
        const image = context.carried.images ?? 0
        context.carried.images = image + 1
        const imageFile = imageBeside(file, reference)
        context.placeMedia(`images/${imageFile}`, reference, task)
        await images.add({ id: image, file_name: imageFile, ...size, task })
        const described = segments.map(({ number, label, where, area, box }) => ({
          id: number,
          category_id: classes.idOf(label, where),
          area,
          bbox: [box.x, box.y, box.width, box.height],
          iscrowd: 0,
        }))
        await annotations.add({ image_id: image, file_name: file, segments_info: described })
        report.wrote('segments', segments.length)
      }
    const stuff = listOf(options.stuff)
    const categories = classes
      .entries()
      .map(({ id, name }) => ({ id, name, supercategory: name, isthing: stuff.includes(name) ? 0 : 1 }))
    const rest = { categories, info: { version: '1.0', contributor: 'Goldpan' } }
    await sink.put('panoptic.json', printDocument(images, annotations, rest))
  },
  splitPath: (path, split) => path.replace(/^panoptic/, () => `panoptic_${split}`),
})

function encodeTask(task: Task, context: EncodeContext<PanopticOptions>): PanopticImage[] {
  const { options, report } = context
  const stuff = listOf(options.stuff)
  return labelledImages(task, context).flatMap((labelled) => {
    const size = sizeOfMask(labelled, report, { task: task.id })
    if (size === undefined) return []
    const painting = {
      unlabelledAs: options.unlabelledAs,
      isMerged: (label: string) => stuff.includes(label),
      lastNumber: LAST_SEGMENT,
    }
    const { values, instances } = paintInstances(labelled.regions, size, painting, report)
    report.wrote('images')
    const png = encodeRgbPng(values, size)
    return [{ reference: labelled.image.reference, task: task.id, size, png, segments: instances }]
  })
}

function listOf(labels: string): readonly string[] {
  return labels
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '')
}
