import type { JsonNode } from '../../json/node.ts'
import type { JsonKind } from '../../json/token.ts'
import type { LabelConfig, ObjectTag } from '../../model/label-config.ts'

/** Python's names of JSON's kinds, since Label Studio tells them. */
const PYTHON_KINDS: Readonly<Record<JsonKind, string>> = {
  object: 'dict',
  array: 'list',
  string: 'str',
  number: 'int',
  boolean: 'bool',
  null: 'NoneType',
}

/** What the object tags can show; others take anything. */
const SHOWN: ReadonlyMap<string, readonly JsonKind[]> = new Map([
  ['Image', ['string', 'array']],
  ['Audio', ['string']],
  ['AudioPlus', ['string']],
  ['Video', ['string']],
  ['Text', ['string', 'number']],
  ['HyperText', ['string']],
])

export type Assumed = 'item as is = task root with values' | 'item["data"] = task root with values'

/** What is wrong with a task's data for this labeling config, in Label Studio's words; undefined when nothing is. */
export function dataProblem(data: JsonNode, { objects }: LabelConfig, assumed: Assumed): string | undefined {
  for (const object of objects) {
    const key = dataKeyOf(object)
    if (key === undefined) continue
    const value = data.get(key)
    if (value === undefined) return `"${key}" key is expected in task data [assume: ${assumed}] `
    const shown = SHOWN.get(object.tag)
    if (shown !== undefined && !shown.includes(value.kind)) {
      const types = shown.map((kind) => `'${PYTHON_KINDS[kind]}'`).join(', ')
      return `data['${key}']=${pythonOf(value)} is of type '${PYTHON_KINDS[value.kind]}', but the object tag ${object.tag} expects the following types: [${types}] [assume: ${assumed}]`
    }
  }
  return data.kind === 'object' ? undefined : `Task[data] must be dict [assume: ${assumed}]`
}

/** The member of `data` that an object tag shows; undefined for one with a fixed value. */
export function dataKeyOf({ dataPath }: ObjectTag): string | undefined {
  const key = dataPath.split(/[.[]/)[0]
  return key === '' ? undefined : key
}

/** A value as Python prints it. */
export function pythonOf(node: JsonNode): string {
  switch (node.kind) {
    case 'object':
      return `{${node
        .entries()
        .map(([key, value]) => `${pythonText(key)}: ${pythonOf(value)}`)
        .join(', ')}}`
    case 'array':
      return `[${node.elements().map(pythonOf).join(', ')}]`
    case 'string':
      return pythonText(node.string() ?? '')
    case 'boolean':
      return node.boolean() === true ? 'True' : 'False'
    case 'null':
      return 'None'
    case 'number':
      return node.text()
  }
}

function pythonText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  return `${quote}${text.replace(/[\\\n\r\t]/g, (sign) => ESCAPES.get(sign) ?? sign).replaceAll(quote, `\\${quote}`)}${quote}`
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])
