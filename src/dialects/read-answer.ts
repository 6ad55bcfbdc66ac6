import type { Answer, RawResult, Relation } from '../model/task.ts'

const ANSWER_KEYS = ['choices', 'text', 'rating', 'number', 'taxonomy', 'datetime', 'ranker', 'pairwise', 'reactcode']
const ANSWER_TYPES = new Set([
  ...['choices', 'textarea', 'rating', 'number', 'taxonomy', 'datetime', 'ranker', 'pairwise', 'reactcode'],
])

/** Whether results of this type (in small letters) answer something. */
export function isAnswerType(type: string): boolean {
  return ANSWER_TYPES.has(type)
}

export function readAnswer(result: RawResult): Answer {
  const { fromName, toName, value } = result
  const type = result.type.toLowerCase()
  const key = [type === 'textarea' ? 'text' : type, ...ANSWER_KEYS].find((name) => value?.get(name) !== undefined)
  return { fromName, toName, type, value: key === undefined ? value : value?.get(key), result }
}

export function readRelation(result: RawResult): Relation {
  const { node, value } = result
  const text = (key: string) => node.get(key)?.string() ?? node.get(key)?.text() ?? ''
  const labels = node.get('labels') ?? value?.get('relations')
  return {
    from: text('from_id'),
    to: text('to_id'),
    direction: node.get('direction')?.string(),
    labels: labels?.elements().map((label) => label.string() ?? label.text()) ?? [],
    result,
  }
}
