import { ByteWriter } from '../json/byte-writer.ts'
import type { Where } from '../model/error.ts'
import type { LabelConfig } from '../model/label-config.ts'
import type { Task } from '../model/task.ts'
import { defineFormat, type EncodeContext, type JoinContext, type Options, type Split } from './format.ts'
import {
  type LabelledSpan,
  type LabelledText,
  labelledTexts,
  lacksTextSpans,
  type Range,
  TEXT_CARRIES,
  TEXT_OPTIONS,
} from './shared/labelled-texts.ts'
import { longestSpans } from './shared/longest-spans.ts'
import { cutTokens, SENTENCE_OPTIONS, TOKEN_OPTIONS } from './shared/tokens.ts'
import { marksText } from './text/entities.ts'

const OPTIONS = {
  scheme: {
    default: 'IOB2',
    choices: ['IOB2', 'BILOU'],
    help: 'Prefixes of tags: B- at each start and I- inside; with L- for the last and U- for a lone token.',
  },
  tagValues: {
    default: 'ids',
    choices: ['ids', 'names'],
    help: 'ids: numbers, named in README.md and labels.json, as ClassLabel features are; names: B-PER and so on.',
  },
  ...TEXT_OPTIONS,
  ...TOKEN_OPTIONS,
  ...SENTENCE_OPTIONS,
} as const
type HfOptions = typeof OPTIONS

/** Prefixes of a label's tags, in the order of their numbers. */
const PREFIXES = { IOB2: ['B', 'I'], BILOU: ['B', 'I', 'L', 'U'] } as const satisfies Record<
  Options<HfOptions>['scheme'],
  unknown
>

/** Records whose tags are numbers of labels; which number a label has in the whole export is known at the end. */
interface HfPart {
  /** `{"id":…,"tokens":[…]`, one behind the other. */
  readonly heads: Uint8Array
  readonly headEnds: Uint32Array
  /** Of each token: 0 outside, else 1 + place of the prefix + number of prefixes × place in `labels`. */
  readonly tags: Uint32Array
  readonly tagEnds: Uint32Array
  readonly labels: readonly { readonly name: string; readonly where: Where }[]
}

/** Token classification for Hugging Face `datasets` and the example scripts of `transformers`. */
export const hfTokens = defineFormat<HfOptions, HfPart>({
  id: 'hf-tokens',
  aliases: ['hf-ner', 'token-classification'],
  title: 'Hugging Face tokens',
  summary: 'A line per sentence with tokens and the tag of each, with the list of tags, as Hugging Face `datasets` loads it.',
  spec: 'https://huggingface.co/docs/transformers/tasks/token_classification',
  singleFile: undefined,
  carries: { ...TEXT_CARRIES, span: 'approximate', 'several-labels': 'approximate' },
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  unsuited: lacksTextSpans,

  encode(tasks, context) {
    const records = new RecordBuilder(context)
    for (const task of tasks) for (const labelled of labelledTexts(task, 'trim', context)) records.add(task, labelled)
    return records.take()
  },

  async join(parts, sink, context) {
    const labels = (context.carried.tokenLabels ??= new Map(textLabels(context.config).map((name, index) => [name, index])))
    await sink.put('train.jsonl', printRecords(parts, labels, context))
    if (context.split?.isLast === false) return
    const tags = tagNames([...labels.keys()], context.options.scheme)
    await sink.put('labels.json', `${JSON.stringify(tags, null, 2)}\n`)
    await sink.put('README.md', printCard(tags, context.options, context.split))
  },
  splitPath: (path, split) => (path === 'train.jsonl' ? `${split}.jsonl` : path),
})

class RecordBuilder {
  readonly #context: EncodeContext<HfOptions>
  readonly #heads = new ByteWriter()
  readonly #headEnds: number[] = []
  readonly #tags: number[] = []
  readonly #tagEnds: number[] = []
  readonly #labels = new Map<string, { index: number; where: Where }>()

  constructor(context: EncodeContext<HfOptions>) {
    this.#context = context
  }

  add(task: Task, { annotation, document, spans }: LabelledText): void {
    const { options, report } = this.#context
    const entities = this.#entitiesOf(spans)
    const sentences = cutTokens(document, entities, options)
    for (const [index, tokens] of sentences.entries()) {
      const words = tokens.map(({ start, end }) => document.text.slice(start, end))
      const id = [task.id, annotation?.id, index].filter((part) => part !== undefined).join('-')
      this.#heads.text(`{"id":${JSON.stringify(id)},"tokens":${JSON.stringify(words)}`)
      this.#headEnds.push(this.#heads.length)
      this.#tag(tokens, entities)
      this.#tagEnds.push(this.#tags.length)
      report.wrote('tokens', tokens.length)
    }
    report.wrote('sentences', sentences.length)
    report.wrote('regions', entities.length)
  }

  take(): HfPart {
    return {
      heads: this.#heads.take(),
      headEnds: Uint32Array.from(this.#headEnds),
      tags: Uint32Array.from(this.#tags),
      tagEnds: Uint32Array.from(this.#tagEnds),
      labels: [...this.#labels].map(([name, { where }]) => ({ name, where })),
    }
  }

  /** A token takes one tag: the longest of overlapping spans stay, with their first labels. */
  #entitiesOf(spans: readonly LabelledSpan[]): readonly LabelledSpan[] {
    const { report } = this.#context
    const { kept, lost } = longestSpans(spans)
    for (const { span, winner } of lost)
      report.add('span-overlapped', span.where, { winner: winner.labels[0]!, policy: 'longest' })
    for (const { labels, where } of kept)
      if (labels.length > 1) report.add('labels-cut', where, { count: labels.length, label: labels[0]! })
    return kept
  }

  /** @param entities by start; they begin and end with tokens */
  #tag(tokens: readonly Range[], entities: readonly LabelledSpan[]): void {
    const { scheme } = this.#context.options
    const prefixes: readonly string[] = PREFIXES[scheme]
    let next = entities.findIndex(({ end }) => end > (tokens[0]?.start ?? 0))
    for (const { start, end } of tokens) {
      while (next >= 0 && next < entities.length && entities[next]!.end <= start) next++
      const entity = entities[next]
      if (entity === undefined || entity.start > start) this.#tags.push(0)
      else {
        const [isFirst, isLast] = [entity.start === start, entity.end === end]
        const prefix = isFirst ? (isLast && scheme === 'BILOU' ? 'U' : 'B') : isLast && scheme === 'BILOU' ? 'L' : 'I'
        this.#tags.push(1 + prefixes.indexOf(prefix) + prefixes.length * this.#indexOf(entity))
      }
    }
  }

  #indexOf({ labels, where }: LabelledSpan): number {
    const known = this.#labels.get(labels[0]!)
    if (known !== undefined) return known.index
    const index = this.#labels.size
    this.#labels.set(labels[0]!, { index, where })
    return index
  }
}

/** The labels that people can give to text, in config order. */
function textLabels(config: LabelConfig): string[] {
  const controls = config.controls.filter((control) => marksText(config, control))
  return [...new Set(controls.flatMap(({ labels }) => labels.map(({ name }) => name)))]
}

/** @param labels takes those that the config does not have, behind its own */
async function* printRecords(
  parts: AsyncIterable<HfPart>,
  labels: Map<string, number>,
  { options, report }: JoinContext<HfOptions>,
): AsyncGenerator<Uint8Array> {
  const prefixes = PREFIXES[options.scheme].length
  const writer = new ByteWriter()
  for await (const part of parts) {
    for (const { name, where } of part.labels)
      if (!labels.has(name)) {
        report.add('label-unknown', where, { label: name })
        labels.set(name, labels.size)
      }
    const names = tagNames([...labels.keys()], options.scheme)
    const tagOf = (tag: number) => {
      if (tag === 0) return 0
      const label = part.labels[Math.floor((tag - 1) / prefixes)]!
      return 1 + ((tag - 1) % prefixes) + prefixes * labels.get(label.name)!
    }
    let [head, first] = [0, 0]
    for (const [k, headEnd] of part.headEnds.entries()) {
      const tags = [...part.tags.subarray(first, part.tagEnds[k])].map(tagOf)
      const printed = options.tagValues === 'ids' ? tags : tags.map((tag) => names[tag]!)
      writer.bytes(part.heads, head, headEnd).text(`,"ner_tags":${JSON.stringify(printed)}}\n`)
      head = headEnd
      first = part.tagEnds[k]!
    }
    if (writer.length > 0) yield writer.take()
  }
}

/** By number. */
function tagNames(labels: readonly string[], scheme: Options<HfOptions>['scheme']): string[] {
  return ['O', ...labels.flatMap((label) => PREFIXES[scheme].map((prefix) => `${prefix}-${label}`))]
}

function printFiles(split: Split | undefined): string[] {
  if (split === undefined) return ['  data_files: train.jsonl']
  return ['  data_files:', ...split.names.flatMap((name) => [`  - split: ${name}`, `    path: ${name}.jsonl`])]
}

/** The dataset card, by whose head `load_dataset` knows the columns. */
function printCard(tags: readonly string[], options: Options<HfOptions>, split: Split | undefined): string {
  const feature =
    options.tagValues === 'names'
      ? ['    sequence: string']
      : [
          '    sequence:',
          '      class_label:',
          '        names:',
          ...tags.map((tag, id) => `          '${id}': ${JSON.stringify(tag)}`),
        ]
  return [
    '---',
    ...['configs:', '- config_name: default', ...printFiles(split)],
    ...['dataset_info:', '  features:', '  - name: id', '    dtype: string', '  - name: tokens', '    sequence: string'],
    ...['  - name: ner_tags', ...feature],
    '---',
    '',
  ].join('\n')
}
