import type { JsonNode } from '../../json/node.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import { dataOfObject, isTextTag, resolvePath } from '../../model/media.ts'
import type { Answer, Task } from '../../model/task.ts'
import type { Value } from '../shared/json-value.ts'

/** What a model is asked: a text, or the messages before its turn. */
export type Prompt = JsonNode | string

/** The members of a chat message that trainers know; others, such as the time, are Label Studio's own. */
const MESSAGE_KEYS = ['role', 'content', 'name', 'tool_calls', 'tool_call_id']

/** Data keys of a prompt, likeliest first. */
const PROMPT_KEYS = ['prompt', 'question', 'instruction', 'input', 'query', 'messages', 'dialogue']

/** The messages of a chat: what the annotators and the model said, which begins with the messages of the data; else those alone. */
export function messagesOf(task: Task, config: LabelConfig, answers: readonly Answer[]): Value[] {
  const said = answers.filter(({ type }) => type === 'chatmessage').flatMap(({ value }) => (value === undefined ? [] : [value]))
  const chat = config.objects.find(({ tag }) => tag === 'Chat')
  const given = chat === undefined ? [] : (dataOfObject(task, config, chat.name)?.elements() ?? [])
  return (said.length > 0 ? said : given).map(messageOf)
}

/** Role and content of a message, and what belongs to calls of tools. */
function messageOf(message: JsonNode): Value {
  const members = message.entries().filter(([key, value]) => MESSAGE_KEYS.includes(key) && !value.isNull())
  return new Map<string, Value>([...members].sort(([a], [b]) => MESSAGE_KEYS.indexOf(a) - MESSAGE_KEYS.indexOf(b)))
}

/**
 * The prompt of a task: the data under `path`, else under a key of that meaning, else the first text that is none of the responses.
 * @param responses object tags whose data are responses
 */
export function promptOf(task: Task, config: LabelConfig, path: string, responses: ReadonlySet<string>): Prompt | undefined {
  if (path !== '') return promptIn(resolvePath(task.data, path))
  const shown = config.objects.filter(({ tag, name, dataPath }) => isPromptTag(tag) && dataPath !== '' && !responses.has(name))
  const usual = shown.find(({ dataPath }) => PROMPT_KEYS.includes(dataPath)) ?? shown[0]
  if (usual !== undefined) return promptIn(dataOfObject(task, config, usual.name))
  const key = PROMPT_KEYS.find((candidate) => promptIn(task.data?.get(candidate)) !== undefined)
  return key === undefined ? undefined : promptIn(task.data?.get(key))
}

/** A list of messages, or a text that is not empty. */
function promptIn(data: JsonNode | undefined): Prompt | undefined {
  const isMessages = data?.elements().some((element) => element.get('content') !== undefined) === true
  return isMessages ? data : data?.string() || undefined
}

function isPromptTag(tag: string): boolean {
  return isTextTag(tag) || tag === 'Chat'
}

/** The prompt as messages. */
export function asMessages(prompt: Prompt): Value[] {
  return typeof prompt === 'string' ? [message('user', prompt)] : prompt.elements().map(messageOf)
}

export function message(role: 'user' | 'assistant', content: string): Value {
  return new Map([
    ['role', role],
    ['content', content],
  ])
}
