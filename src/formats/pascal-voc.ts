import { ByteWriter } from '../json/byte-writer.ts'
import type { Report } from '../model/issue.ts'
import { baseName } from '../model/media.ts'
import type { Size } from '../model/shape.ts'
import { type Id, placeOf, type Task } from '../model/task.ts'
import type { Carries, EncodeContext, Options, Sink } from './format.ts'
import { vocBox } from './pascal-voc/boxes.ts'
import { printDocument, printHead, printLabelMap, printObject } from './pascal-voc/print.ts'
import { encodeVocMask, type NumberedRegion, paintMasks, type VocMasks } from './pascal-voc/segmentation.ts'
import { maskClasses, SILENT, settlePlane } from './shared/class-plane.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { ImageNames, imageBeside } from './shared/image-names.ts'
import { annotatorsOf, type LabelledImage, labelledImages } from './shared/labelled-images.ts'
import { type ClassList, drawsShapes, LABEL_OPTIONS, labelsToWrite, shapesIn } from './shared/labels.ts'

const CARRIES: Carries = {
  rectangle: 'exact', // to the pixel
  rotation: 'approximate',
  ellipse: 'approximate',
  polygon: 'approximate',
  polyline: 'approximate',
  brush: 'approximate',
  'several-labels': 'exact', // an object per label
  attributes: 'exact',
  keypoint: 'drop',
  bitmask: 'drop',
  span: 'drop',
  'html-span': 'drop',
  'dialogue-span': 'drop',
  segment: 'drop',
  track: 'drop',
  'frame-range': 'drop',
  'series-range': 'drop',
  unknown: 'drop',
  answers: 'drop',
  relations: 'drop',
}
const isWritten = shapesIn(CARRIES)

const OPTIONS = {
  unlabelledAs: LABEL_OPTIONS.unlabelledAs,
  clip: { default: true, help: 'Cut boxes at the border of the image and mark them as truncated.' },
  coordinates: {
    default: 'zero-based',
    choices: ['zero-based', 'one-based'],
    help: 'zero-based: edges from 0, width = xmax − xmin. one-based: first and last pixel, counted from 1, as in the original VOC.',
  },
  segmentation: {
    default: 'none',
    choices: ['none', 'class', 'object', 'both'],
    help: 'Palette PNGs of all shapes in SegmentationClass, SegmentationObject or both.',
  },
  imageSets: { default: true, help: 'Write ImageSets/Main/default.txt, the list of all images.' },
} as const

type VocOptions = typeof OPTIONS

/** The images of a batch. */
interface VocPart {
  readonly images: readonly VocImage[]
  /** The XML of their objects, one behind the other. */
  readonly objects: Uint8Array
}

/** One image: its XML but for the name of the image file, which may be made up when it has none. */
interface VocImage {
  readonly reference: string
  readonly task: Id
  readonly head: string
  /** Where its objects end; they begin where those of the image before end. */
  readonly objectsEnd: number
  readonly masks: VocMasks | undefined
}

/** Pascal VOC: one XML per image with a box per object. */
export const pascalVoc = defineImageFormat<VocOptions, VocPart>({
  id: 'pascal-voc',
  aliases: ['VOC', 'pascal_voc', 'voc2012'],
  title: 'Pascal VOC',
  summary: 'One XML file per image with a box per object; on request palette masks.',
  spec: 'http://host.robots.ox.ac.uk/pascal/VOC/voc2012/devkit_doc.pdf',
  singleFile: undefined,
  carries: CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, isWritten)) return undefined
    return 'Pascal VOC needs an Image with RectangleLabels or another control that draws boxes or outlines'
  },

  encode(batch, context) {
    const classes = maskClasses(context.config, context.options.unlabelledAs, SILENT)
    const objects = new ByteWriter()
    const images = Array.from(batch, (task) => encodeTask(task, classes, objects, context)).flat()
    return { images, objects: objects.take() }
  },

  async join(parts, sink, context) {
    const { options, report } = context
    const hasClasses = options.segmentation === 'class' || options.segmentation === 'both'
    const classes = (context.carried.classes ??= maskClasses(context.config, options.unlabelledAs, hasClasses ? report : SILENT))
    const names = new ImageNames(context)
    const sets = options.imageSets ? { main: context.spool(), segmentation: context.spool() } : undefined
    const document = new ByteWriter()
    for await (const { images, objects } of parts) {
      let [at, main, segmentation] = [0, '', '']
      for (const { reference, task, head, objectsEnd, masks } of images) {
        const file = names.nameOf(reference, task, '.xml')
        const stem = file.slice(0, -'.xml'.length)
        const own = objects.subarray(at, objectsEnd)
        at = objectsEnd
        await sink.put(`Annotations/${file}`, printDocument(document, baseName(reference) || stem, head, own, { task }, report))
        context.placeMedia(`JPEGImages/${imageBeside(file, reference)}`, reference, task)
        main += `${stem}\n`
        if (masks === undefined) continue
        await putMasks(masks, stem, classes, sink, report)
        segmentation += `${stem}\n`
      }
      await sets?.main.write(main)
      await sets?.segmentation.write(segmentation)
    }
    if (sets !== undefined) await sink.put('ImageSets/Main/default.txt', sets.main.read())
    if (sets !== undefined && options.segmentation !== 'none')
      await sink.put('ImageSets/Segmentation/default.txt', sets.segmentation.read())
    if (hasClasses && context.split?.isLast !== false) await sink.put('labelmap.txt', printLabelMap(classes, report))
  },
  splitPath: (path, split) => path.replace(/^(ImageSets\/\w+\/)default/, (_, folder: string) => folder + split),
})

function encodeTask(task: Task, classes: ClassList, objects: ByteWriter, context: EncodeContext<VocOptions>): VocImage[] {
  const annotators = annotatorsOf(task)
  return labelledImages(task, context)
    .filter(({ hasUnplaced, image }) => image.size !== undefined || !hasUnplaced)
    .map((image) => encodeImage(image, task, annotators, classes, objects, context))
}

function encodeImage(
  { image: { reference, size }, regions }: LabelledImage,
  task: Task,
  annotators: readonly Id[],
  classes: ClassList,
  out: ByteWriter,
  { options, report, media }: EncodeContext<VocOptions>,
): VocImage {
  const where = placeOf(task)
  if (size === undefined) report.add('size-absent', where)
  let objects = 0
  const written: NumberedRegion[] = []
  for (const drawn of regions) {
    const labels = labelsToWrite(drawn.region, options.unlabelledAs, drawn.where, report)
    const box = labels.length === 0 ? undefined : vocBox(drawn, options.clip, report)
    if (box === undefined) continue
    written.push({ drawn, labels, number: objects + 1 })
    for (const label of labels) printObject(out, label, box, drawn, options.coordinates, report)
    objects += labels.length
  }
  const masks = size && masksOf(written, size, classes, options, report)
  report.wrote('images')
  report.wrote('regions', written.length)
  report.wrote('objects', objects)
  const head = printHead(annotators, size, media(reference)?.depth ?? 3, masks !== undefined, where, report)
  return { reference, task: task.id, head, objectsEnd: out.length, masks }
}

function masksOf(
  written: readonly NumberedRegion[],
  size: Size,
  classes: ClassList,
  { segmentation }: Options<VocOptions>,
  report: Report,
): VocMasks | undefined {
  return segmentation === 'none' ? undefined : paintMasks(written, size, segmentation, classes, report)
}

async function putMasks(masks: VocMasks, stem: string, classes: ClassList, sink: Sink, report: Report): Promise<void> {
  if (masks.classes !== undefined) {
    const bytes = settlePlane(masks.classes, classes, encodeVocMask, ({ label, regions }, fits) => {
      for (const where of fits ? [] : regions) report.add('mask-full', where, { what: label })
    })
    await sink.put(`SegmentationClass/${stem}.png`, bytes)
  }
  if (masks.objects !== undefined) await sink.put(`SegmentationObject/${stem}.png`, masks.objects)
}
