import type { Task } from '../model/task.ts'
import { BratNames } from './brat/names.ts'
import { type BratTypes, printAnnotation } from './brat/print-annotation.ts'
import { defineFormat, type EncodeContext, type JoinContext, type Sink } from './format.ts'
import { type LabelledText, labelledTexts, lacksTextSpans, TEXT_CARRIES, TEXT_OPTIONS } from './shared/labelled-texts.ts'

/** What a batch comes to. */
interface BratPart {
  readonly documents: readonly BratDocument[]
  readonly types: BratTypes
}

interface BratDocument {
  /** Made of ids: the name of its files unless that is taken. */
  readonly name: string
  readonly text: string
  readonly annotation: string
}

/** brat's standoff format: two files per text, and the configuration of the project. */
export const brat = defineFormat<typeof TEXT_OPTIONS, BratPart>({
  id: 'brat',
  aliases: ['standoff', 'brat-standoff'],
  title: 'brat standoff',
  summary:
    'A .txt and an .ann file per text: entities, relations, attributes and notes by character offsets, with the project’s configuration.',
  spec: 'https://brat.nlplab.org/standoff.html',
  singleFile: undefined,
  carries: { ...TEXT_CARRIES, attributes: 'approximate', relations: 'approximate' },
  options: TEXT_OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: true },
  purpose: 'training',
  survey: 'without-config',
  unsuited: lacksTextSpans,

  encode(tasks, context) {
    const names = new BratNames(context.config)
    const types = { entities: new Set<string>(), relations: new Set<string>(), attributes: new Map<string, Set<string>>() }
    const documents: BratDocument[] = []
    for (const task of tasks) documents.push(...documentsOf(task, names, types, context))
    return { documents, types }
  },

  async join(parts, sink, context) {
    const types = await putDocuments(parts, sink, context)
    await sink.put('annotation.conf', printConfiguration(types))
    await sink.put('visual.conf', printLabels(context))
  },
})

function documentsOf(
  task: Task,
  names: BratNames,
  types: BratTypes,
  context: EncodeContext<typeof TEXT_OPTIONS>,
): BratDocument[] {
  const texts = labelledTexts(task, 'trim', context)
  return texts.map((labelled) => {
    context.report.wrote('texts')
    context.report.wrote('regions', labelled.spans.length)
    const annotation = printAnnotation(labelled, names, types, context)
    return { name: nameOf(labelled, texts), text: labelled.document.text, annotation }
  })
}

/** `task-1`, with annotation and object tag where the task alone does not tell. */
function nameOf({ task, annotation, document }: LabelledText, texts: readonly LabelledText[]): string {
  const isSeveral = (keyOf: (labelled: LabelledText) => unknown) => new Set(texts.map(keyOf)).size > 1
  const parts = [`task-${task.id}`]
  if (isSeveral((other) => other.annotation)) parts.push(`${annotation?.origin ?? 'annotation'}-${annotation?.id ?? 'none'}`)
  if (isSeveral((other) => other.document.objectName)) parts.push(document.objectName)
  return parts.join('-')
}

async function putDocuments(parts: AsyncIterable<BratPart>, sink: Sink, context: JoinContext): Promise<BratTypes> {
  const names = new BratNames(context.config)
  const labels = context.config.controls.filter(({ tag }) => /labels$/i.test(tag)).flatMap((control) => control.labels)
  const all = {
    entities: new Set(labels.map(({ name }) => names.of(name))),
    relations: new Set<string>(),
    attributes: new Map<string, Set<string>>(),
  }
  for await (const { documents, types } of parts) {
    for (const name of types.entities) all.entities.add(name)
    for (const name of types.relations) all.relations.add(name)
    for (const [name, values] of types.attributes)
      all.attributes.set(name, new Set([...(all.attributes.get(name) ?? []), ...values]))
    for (const { name, text, annotation } of documents) {
      const file = context.fileName(`${name}.txt`)
      await sink.put(file, text)
      await sink.put(file.replace(/txt$/, 'ann'), annotation)
    }
  }
  return all
}

/** All four sections have to be there. */
function printConfiguration({ entities, relations, attributes }: BratTypes): string {
  const printedRelations = [...relations].map((name) => `${name}\tArg1:<ENTITY>, Arg2:<ENTITY>`)
  const printedAttributes = [...attributes].map(([name, values]) => `${name}\tArg:<ENTITY>, Value:${[...values].join('|')}`)
  const sections = { entities: [...entities], relations: printedRelations, events: [], attributes: printedAttributes }
  return Object.entries(sections)
    .map(([name, lines]) => `[${name}]\n${lines.map((line) => `${line}\n`).join('')}`)
    .join('\n')
}

/** How names are shown: labels as people know them. */
function printLabels({ config }: JoinContext): string {
  const names = new BratNames(config)
  const labels = [...new Set(config.controls.flatMap(({ labels }) => labels.map(({ name }) => name)))]
  const changed = labels.filter((label) => names.of(label) !== label)
  return `[labels]\n${changed.map((label) => `${names.of(label)} | ${label.replaceAll(/\s*[|\n]\s*/g, ' ')}\n`).join('')}\n[drawing]\n`
}
