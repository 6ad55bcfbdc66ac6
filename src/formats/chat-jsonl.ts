import { ByteWriter } from '../json/byte-writer.ts'
import type { LabelConfig } from '../model/label-config.ts'
import { dataOfObject, isTextTag } from '../model/media.ts'
import { type Annotation, type Answer, annotationsOf, answerTexts, placeOf, type Task } from '../model/task.ts'
import { asMessages, message, messagesOf, promptOf } from './chat-jsonl/conversation.ts'
import { isPreference, type Preference, preferencesOf } from './chat-jsonl/preferences.ts'
import { defineFormat, type EncodeContext } from './format.ts'
import { type Value, writeCompactValue } from './shared/json-value.ts'
import { originOf, TEXT_CARRIES } from './shared/labelled-texts.ts'

const OPTIONS = {
  records: {
    default: 'auto',
    choices: ['auto', 'messages', 'preferences', 'ratings'],
    help: 'messages: conversations; preferences: prompt, chosen, rejected; ratings: prompt, completion, rating. auto: as the labeling config asks.',
  },
  pairs: {
    default: 'best-worst',
    choices: ['best-worst', 'all'],
    help: 'Of a ranking: the best against the worst, or each against all behind it.',
  },
  prompt: { default: '', help: 'Data key of the prompt; without it the likeliest text that is no response.' },
} as const

type Context = EncodeContext<typeof OPTIONS>
type Records = 'messages' | 'preferences' | 'ratings'

/** What language models are tuned on. */
export const chatJsonl = defineFormat({
  id: 'chat-jsonl',
  aliases: ['llm-jsonl', 'dpo', 'sft'],
  title: 'Chat and preferences (JSONL)',
  summary: 'Conversations, preferences or ratings of responses, a line each, as trainers of language models take them.',
  spec: 'https://huggingface.co/docs/trl/dataset_formats',
  singleFile: 'result.jsonl',
  carries: {
    ...TEXT_CARRIES,
    span: 'drop',
    'html-span': 'drop',
    'dialogue-span': 'drop',
    'several-labels': 'drop',
    answers: 'approximate',
  },
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',

  unsuited(config) {
    if (recordsAskedFor(config) !== undefined) return undefined
    return 'it holds conversations and preferences, and the labeling config has no Chat, Pairwise, Ranker, or TextArea or Rating on a text'
  },

  encode(tasks, context) {
    const { options, config, report } = context
    const records = options.records === 'auto' ? (recordsAskedFor(config) ?? 'messages') : options.records
    const writer = new ByteWriter()
    for (const task of tasks)
      for (const annotation of annotationsOf(task)) {
        const made = recordsOf(task, annotation, records, context)
        if (made.length === 0) report.add('record-missing', placeOf(task, annotation), { records })
        for (const { fields, used } of made) {
          const others = annotation.answers.filter((answer) => !used.includes(answer))
          writeCompactValue(writer, new Map([...fields, ...commonFields(task, annotation, others)]))
          writer.text('\n')
          report.wrote('records')
        }
      }
    return writer.take()
  },

  async join(parts: AsyncIterable<Uint8Array>, sink) {
    await sink.put('result.jsonl', parts)
  },
})

function recordsAskedFor({ controls, objects }: LabelConfig): Records | undefined {
  const has = (...tags: string[]) => controls.some(({ tag }) => tags.includes(tag))
  const isOnText = (tag: string) =>
    controls.some(
      (control) =>
        control.tag === tag &&
        !control.perRegion &&
        control.toNames.some((name) => objects.some((object) => object.name === name && isTextTag(object.tag))),
    )
  if (has('Chat') || objects.some(({ tag }) => tag === 'Chat')) return 'messages'
  if (has('Pairwise', 'Ranker')) return 'preferences'
  if (isOnText('TextArea')) return 'messages'
  return isOnText('Rating') ? 'ratings' : undefined
}

/** The members of a line, and the answers that went into them. */
interface Made {
  readonly fields: readonly (readonly [string, Value])[]
  readonly used: readonly Answer[]
}

function recordsOf(task: Task, annotation: Annotation, records: Records, context: Context): Made[] {
  switch (records) {
    case 'messages':
      return messageRecords(task, annotation, context)
    case 'preferences':
      return preferenceRecords(task, annotation, context)
    case 'ratings':
      return ratingRecords(task, annotation, context)
  }
}

/** A chat; or the text that was shown with the answer that was written. */
function messageRecords(task: Task, { answers }: Annotation, { config, options }: Context): Made[] {
  const messages = messagesOf(task, config, answers)
  const used = answers.filter(({ type }) => type === 'chatmessage')
  if (messages.length > 0) return [{ fields: [['messages', messages]], used }]
  const prompt = promptOf(task, config, options.prompt, new Set())
  const written = answers.filter((answer) => answer.type === 'textarea' && answerTexts(answer).length > 0)
  if (prompt === undefined) return []
  return written.map((answer) => {
    const response = message('assistant', answerTexts(answer).join('\n'))
    return { fields: [['messages', [...asMessages(prompt), response]]], used: [answer] }
  })
}

function preferenceRecords(task: Task, { answers }: Annotation, { config, options }: Context): Made[] {
  const responses = new Set(
    config.controls.filter(({ tag }) => tag === 'Pairwise' || tag === 'Ranker').flatMap(({ toNames }) => toNames),
  )
  const prompt = promptOf(task, config, options.prompt, responses)
  return answers.filter(isPreference).flatMap((answer) =>
    preferencesOf(answer, task, config, options.pairs).map((preference) => ({
      fields: preferenceFields(prompt, preference),
      used: [answer],
    })),
  )
}

/** Responses to messages are messages too. */
function preferenceFields(prompt: ReturnType<typeof promptOf>, { chosen, rejected }: Preference): Made['fields'] {
  if (prompt === undefined || typeof prompt === 'string')
    return [...(prompt === undefined ? [] : [['prompt', prompt] as const]), ['chosen', chosen], ['rejected', rejected]]
  return [
    ['prompt', asMessages(prompt)],
    ['chosen', [message('assistant', chosen)]],
    ['rejected', [message('assistant', rejected)]],
  ]
}

function ratingRecords(task: Task, { answers }: Annotation, { config, options }: Context): Made[] {
  return answers.flatMap((answer) => {
    const completion = dataOfObject(task, config, answer.toName)?.string()
    if (answer.type !== 'rating' || completion === undefined || answer.value === undefined) return []
    const prompt = promptOf(task, config, options.prompt, new Set([answer.toName]))
    const asked: Made['fields'] =
      prompt === undefined ? [] : [['prompt', typeof prompt === 'string' ? prompt : asMessages(prompt)]]
    return [{ fields: [...asked, ['completion', completion], ['rating', answer.value]], used: [answer] }]
  })
}

/** What else was answered, by control, and whose all of it is. */
function commonFields(task: Task, annotation: Annotation, others: readonly Answer[]): Made['fields'] {
  const answers = new Map<string, Value>()
  for (const answer of others) {
    const before = answers.get(answer.fromName)
    answers.set(answer.fromName, [...(Array.isArray(before) ? before : []), ...answerTexts(answer)])
  }
  return [
    ...(answers.size === 0 ? [] : [['answers', answers] as const]),
    ['meta', new Map<string, Value>(Object.entries(originOf({ task, annotation })))],
  ]
}
