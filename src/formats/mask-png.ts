import { baseName } from '../model/media.ts'
import type { Size } from '../model/shape.ts'
import type { Id, Task } from '../model/task.ts'
import type { Carries, EncodeContext, JoinContext, Options, Sink } from './format.ts'
import { CLASS_CARRIES, REGION_CARRIES } from './shared/brush-files.ts'
import { type ClassMask, type ClassMaskFiles, encodeClassMasks, joinClassMasks, sizeOfMask } from './shared/class-masks.ts'
import { isMaskShape } from './shared/class-plane.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { ImageNames, imageBeside } from './shared/image-names.ts'
import { type Instance, paintInstances } from './shared/instance-masks.ts'
import { labelledImages } from './shared/labelled-images.ts'
import { drawsShapes, LABEL_OPTIONS } from './shared/labels.ts'
import { encodeDeepGreyPng, encodePalettePng, vocColour } from './shared/png.ts'

const CARRIES: Carries = { ...REGION_CARRIES, ...CLASS_CARRIES }

const OPTIONS = {
  values: {
    default: 'classes',
    choices: ['classes', 'instances'],
    help: 'What a pixel says: classes: the index of its class, 8 bits with a palette. instances: the number of its region, 16 bits; the index says what each is.',
  },
  unlabelledAs: LABEL_OPTIONS.unlabelledAs,
} as const

type MaskOptions = typeof OPTIONS
const LAST_INSTANCE = 2 ** 16 - 1
const COLOURS = Array.from({ length: 256 }, (_, index) => vocColour(index))

type MaskPart =
  | { readonly values: 'classes'; readonly masks: readonly ClassMask[] }
  | { readonly values: 'instances'; readonly masks: readonly InstanceFile[] }

/** One image with a number per region. */
interface InstanceFile {
  readonly reference: string
  readonly task: Id
  readonly page: number | undefined
  readonly size: Size
  readonly png: Uint8Array
  readonly instances: readonly Instance[]
}

/** Semantic or instance segmentation: one PNG per image. */
export const maskPng = defineImageFormat<MaskOptions, MaskPart>({
  id: 'mask-png',
  aliases: ['semantic-masks'],
  title: 'Segmentation masks',
  summary: 'A PNG of class indexes per image with all shapes painted in, or of instance numbers, and a list of the classes.',
  spec: 'https://huggingface.co/docs/transformers/tasks/semantic_segmentation',
  singleFile: undefined,
  carries: CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, isMaskShape)) return undefined
    return 'masks need an Image with BrushLabels, PolygonLabels, RectangleLabels or EllipseLabels, or with Labels and such shapes'
  },

  encode(batch, context) {
    const { values } = context.options
    if (values === 'classes') return { values, masks: encodeClassMasks(batch, context, filesOf(context.options)) }
    return { values, masks: Array.from(batch, (task) => encodeInstances(task, context)).flat() }
  },

  async join(parts, sink, context) {
    if (context.options.values === 'instances') await joinInstances(parts, sink, context)
    else await joinClassMasks(classMasks(parts), sink, context, filesOf(context.options))
  },
})

function filesOf({ unlabelledAs }: Options<MaskOptions>): ClassMaskFiles {
  return { extension: '.png', unlabelledAs, encodeClasses: (values, size) => encodePalettePng(values, size, COLOURS) }
}

function encodeInstances(task: Task, context: EncodeContext<MaskOptions>): InstanceFile[] {
  const { options, report } = context
  return labelledImages(task, context).flatMap((labelled) => {
    const size = sizeOfMask(labelled, report, { task: task.id })
    if (size === undefined) return []
    const painting = { unlabelledAs: options.unlabelledAs, isMerged: () => false, lastNumber: LAST_INSTANCE }
    const { values, instances } = paintInstances(labelled.regions, size, painting, report)
    report.wrote('images')
    const png = encodeDeepGreyPng(Uint16Array.from(values), size)
    return [{ reference: labelled.image.reference, task: task.id, page: labelled.page, size, png, instances }]
  })
}

async function joinInstances(parts: AsyncIterable<MaskPart>, sink: Sink, context: JoinContext<MaskOptions>): Promise<void> {
  const index = context.spool()
  const names = new ImageNames(context)
  for await (const part of parts)
    for (const mask of part.values === 'instances' ? part.masks : []) {
      const file = names.nameOf(mask.reference, mask.task, '.png')
      await sink.put(file, mask.png)
      context.placeMedia(`images/${imageBeside(file, mask.reference)}`, mask.reference, mask.task)
      await index.write(`${JSON.stringify(indexLine(file, mask))}\n`)
    }
  await sink.put('index.jsonl', index.read())
}

function indexLine(file: string, { reference, task, page, size, instances }: InstanceFile): object {
  const described = instances.map(({ number, label, where, area, box }) => ({
    number,
    class: label,
    region: where.region,
    area,
    bbox: [box.x, box.y, box.width, box.height],
  }))
  const image = { file, task, image: reference, image_name: baseName(reference), page: page ?? null, ...size }
  return { ...image, instances: described }
}

async function* classMasks(parts: AsyncIterable<MaskPart>): AsyncIterable<ClassMask> {
  for await (const part of parts) if (part.values === 'classes') yield* part.masks
}
