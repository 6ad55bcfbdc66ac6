import type { JsonNode } from '../json/node.ts'
import type { Where } from '../model/error.ts'
import type { Report } from '../model/issue.ts'
import { isImageTag } from '../model/media.ts'
import { type Annotation, type Answer, annotationsOf, answerTexts, type Id, type Region, type Task } from '../model/task.ts'
import { type Carries, defineFormat, type EncodeContext } from './format.ts'
import { vocBox } from './pascal-voc/boxes.ts'
import { ImageNames, imageBeside } from './shared/image-names.ts'
import { type DrawnRegion, labelledImages } from './shared/labelled-images.ts'
import { drawsShapes, labelsToWrite, shapesIn } from './shared/labels.ts'
import { linksOf } from './shared/links.ts'

const CARRIES: Carries = {
  rectangle: 'exact', // to the pixel
  rotation: 'approximate',
  ellipse: 'approximate',
  polygon: 'approximate',
  polyline: 'approximate',
  brush: 'approximate',
  'several-labels': 'approximate',
  attributes: 'approximate',
  relations: 'approximate',
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
}

const OPTIONS = {
  unlabelledAs: { default: 'other', help: 'Label for regions that have none; empty leaves them out and reports them.' },
  words: {
    default: 'split',
    choices: ['split', 'whole'],
    help: 'Boxes of words where only that of the text is known: split = shares of its width by letters; whole = the box of the text.',
  },
  clip: { default: true, help: 'Cut boxes at the border of the image.' },
} as const
type Context = EncodeContext<typeof OPTIONS>

/** Left, top, right, bottom in whole pixels. */
type Box = readonly [left: number, top: number, right: number, bottom: number]

interface Word {
  readonly box: Box
  readonly text: string
}

/** An element of `form`. */
interface Entity {
  readonly box: Box
  readonly text: string
  readonly label: string
  readonly words: readonly Word[]
  /** Pairs of ids, in both of the entities they link. */
  readonly linking: [number, number][]
  readonly id: number
}

interface Form {
  readonly reference: string
  readonly task: Id
  readonly json: string
}

/** Forms understood: text lines with boxes, labels and links, as LayoutLM and its kin are trained on. */
export const funsd = defineFormat<typeof OPTIONS, readonly Form[]>({
  id: 'funsd',
  aliases: ['layoutlm'],
  title: 'FUNSD',
  summary: 'A JSON file per image with the box, text, words, label and links of every region, for models of documents.',
  spec: 'https://guillaumejaume.github.io/FUNSD/description/',
  singleFile: undefined,
  carries: CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (config.objects.some(({ tag }) => isImageTag(tag)) && drawsShapes(config, shapesIn(CARRIES))) return undefined
    return 'FUNSD needs an Image with RectangleLabels or another control that draws boxes or outlines'
  },

  encode(tasks, context) {
    return Array.from(tasks, (task) => formsOf(task, context)).flat()
  },

  async join(parts, sink, context) {
    const names = new ImageNames(context)
    for await (const forms of parts)
      for (const { reference, task, json } of forms) {
        const file = names.nameOf(reference, task, '.json')
        await sink.put(`annotations/${file}`, json)
        context.placeMedia(`images/${imageBeside(file, reference)}`, reference, task)
      }
  },
})

function formsOf(task: Task, context: Context): Form[] {
  const entityOf = new Map<Region, Entity>()
  const images = labelledImages(task, context).filter(({ hasUnplaced, image }) => image.size !== undefined || !hasUnplaced)
  const forms = images.map(({ image: { reference }, regions }) => {
    const form: Entity[] = []
    for (const drawn of regions) {
      const entity = readEntity(drawn, form.length, context)
      if (entity === undefined) continue
      form.push(entity)
      entityOf.set(drawn.region, entity)
    }
    context.report.wrote('images')
    context.report.wrote('regions', form.length)
    return { reference, form }
  })
  for (const annotation of annotationsOf(task)) linkEntities(task, annotation, forms, entityOf, context.report)
  return forms.map(({ reference, form }) => ({ reference, task: task.id, json: `${JSON.stringify({ form })}\n` }))
}

function readEntity(drawn: DrawnRegion, id: number, { options, report }: Context): Entity | undefined {
  const { region, where } = drawn
  const labels = labelsToWrite(region, options.unlabelledAs, where, report)
  const found = labels.length === 0 ? undefined : vocBox(drawn, options.clip, report)
  if (found === undefined) return undefined
  if (labels.length > 1) report.add('labels-cut', where, { count: labels.length, label: labels[0]! })
  const box: Box = [found.xmin, found.ymin, found.xmax, found.ymax]
  const text = textOf(region, where, report)
  const words = tokensOf(region) ?? splitWords(text, box, options.words)
  return { box, text, label: labels[0]!, words, linking: [], id }
}

/** What was written about the region, else what the labelling tool read there (`value.text`). */
function textOf({ attributes, results }: Region, where: Where, report: Report): string {
  const isText = ({ type }: Answer) => type === 'textarea'
  const written = attributes.find((answer) => isText(answer) && answerTexts(answer).length > 0)
  for (const answer of attributes)
    if (answer !== written && !(isText(answer) && answerTexts(answer).length === 0))
      report.add('attribute-dropped', where, { format: 'funsd', name: answer.fromName })
  if (written !== undefined) return answerTexts(written).join(' ')
  const read = results.map(({ value }) => value?.get('text')).find((text) => text !== undefined)
  return [...(read?.elements() ?? []), ...(read === undefined ? [] : [read])].flatMap((node) => node.string() ?? []).join(' ')
}

/** The words with boxes in pixels that Annotation Lab keeps with a region. */
function tokensOf({ results }: Region): Word[] | undefined {
  const tokens = results.flatMap(({ node }) => node.get('tokens')?.elements() ?? [])
  const words = tokens.flatMap((token) => {
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((key) => numberIn(token, key))
    const text = token.get('text')?.string()
    if (x === undefined || y === undefined || width === undefined || height === undefined || text === undefined) return []
    return [{ box: [Math.round(x), Math.round(y), Math.round(x + width), Math.round(y + height)] as const, text }]
  })
  return words.length === 0 ? undefined : words
}

function numberIn(node: JsonNode, key: string): number | undefined {
  return node.get(key)?.number()
}

/** Words in one line, each as wide as its share of the letters and blanks. */
function splitWords(text: string, box: Box, way: 'split' | 'whole'): Word[] {
  const [left, top, right, bottom] = box
  const scale = (right - left) / Math.max(1, text.length)
  return [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => {
    const [from, to] = [Math.round(left + index * scale), Math.round(left + (index + word.length) * scale)]
    return { box: way === 'whole' ? box : [from, top, Math.max(to, from + 1), bottom], text: word }
  })
}

/** Links of entities on one image; those to other images and to what is not written are reported. */
function linkEntities(
  task: Task,
  annotation: Annotation,
  forms: readonly { readonly form: readonly Entity[] }[],
  entityOf: ReadonlyMap<Region, Entity>,
  report: Report,
): void {
  const rest = new Set(annotation.relations)
  for (const { form } of forms) {
    const here = annotation.regions.flatMap((region) => {
      const entity = entityOf.get(region)
      return entity !== undefined && form.includes(entity) ? [[region.id, entity] as const] : []
    })
    const ends = new Map(here)
    const relations = [...rest].filter(({ from, to }) => ends.has(from) && ends.has(to))
    for (const relation of relations) rest.delete(relation)
    for (const { from, to } of linksOf({ task, annotation, relations }, ends, 'funsd', report))
      for (const entity of new Set([from, to])) entity.linking.push([from.id, to.id])
  }
  linksOf({ task, annotation, relations: [...rest] }, new Map<string, Entity>(), 'funsd', report)
}
