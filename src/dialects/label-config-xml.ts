import { SaxesParser } from 'saxes'
import type { JsonNode } from '../json/node.ts'
import { GoldpanError } from '../model/error.ts'
import type { ControlTag, LabelConfig, LabelDefinition, ObjectTag } from '../model/label-config.ts'

/**
 * Reads a labeling config as Label Studio and Annotation Lab write it. Unknown tags are passed through, names are case-sensitive,
 * of two tags with the same name the last wins. No DTD and no entities of its own: configs come from strangers.
 * @param file is named in errors.
 * @throws GoldpanError config-empty, config-invalid
 */
export function parseLabelConfig(xml: string, file?: string): LabelConfig {
  const { text, line, column } = withoutLeadingBlanks(xml)
  if (text === '') {
    throw new GoldpanError('config-empty', 'the labeling config is empty', 'copy it from Settings → Labeling Interface → Code', {
      file,
    })
  }
  const reader = new ConfigReader()
  const parser = new SaxesParser()
  const fail = (message: string, hint: string, at = { line: parser.line, column: parser.column }): never => {
    const onFirstLine = at.line === 1 ? column : 0
    throw new GoldpanError('config-invalid', message, hint, {
      file,
      line: at.line + line,
      column: Math.max(at.column, 1) + onFirstLine,
    })
  }
  parser.on('error', ({ message }) => {
    const ampersand = placeOfBareAmpersand(text.slice(0, parser.position))
    if (ampersand !== undefined)
      fail('the labeling config is not well-formed XML: `&` stands alone', 'write `&` as `&amp;`', ampersand)
    const problem = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
    fail(`the labeling config is not well-formed XML: ${problem}`, hintFor(problem, text))
  })
  parser.on('doctype', () => fail('the labeling config has a DOCTYPE', 'remove it; document types and entities are not read'))
  parser.on('opentag', (tag) => reader.open(tag.name, tag.attributes))
  parser.on('closetag', () => reader.close())
  parser.write(text).close()
  return reader.config()
}

/** Where projects keep their config in JSON: Label Studio's API, its exports of settings, other tools. */
const CONFIG_KEYS = ['label_config', 'labeling_config', 'labelConfig', 'config']
/** Objects within objects that are searched for a config. */
const MAX_DEPTH = 4

/** The XML inside a JSON text such as `{"label_config": "<View>…</View>"}`: under a well-known key, else any string that is one. */
export function configTextOf(json: JsonNode): string | undefined {
  return findConfig(json, 0, CONFIG_KEYS) ?? findConfig(json, 0, undefined)
}

function findConfig(node: JsonNode, depth: number, keys: readonly string[] | undefined): string | undefined {
  if (depth > MAX_DEPTH) return undefined
  const members: [string | undefined, JsonNode][] =
    node.kind === 'array' ? node.elements().map((element) => [undefined, element]) : node.entries()
  if (depth === 0 && node.kind === 'string') members.push([undefined, node])
  for (const [key, value] of members) {
    const text = keys === undefined || (key !== undefined && keys.includes(key)) ? value.string() : undefined
    if (text !== undefined && looksLikeConfig(text)) return text
  }
  for (const [, value] of members) {
    if (value.kind !== 'object' && value.kind !== 'array') continue
    const found = findConfig(value, depth + 1, keys)
    if (found !== undefined) return found
  }
  return undefined
}

function looksLikeConfig(text: string): boolean {
  const start = text.replace(/^\uFEFF/, '').trimStart()
  return start.startsWith('<View') || (/^<(\?xml|!--)/.test(start) && start.includes('<View'))
}

/** What is put together while the labels of a control are still coming. */
interface OpenControl extends Omit<ControlTag, 'labels'> {
  readonly labels: Map<string, LabelDefinition>
}

type Attributes = Readonly<Record<string, string>>

class ConfigReader {
  readonly #controls = new Map<string, OpenControl>()
  readonly #objects = new Map<string, ObjectTag>()
  readonly #indexFlags = new Set<string>()
  /** For each open element the control that labels inside it belong to. */
  readonly #enclosing: (OpenControl | undefined)[] = []

  open(tag: string, attributes: Attributes): void {
    const enclosing = this.#enclosing.at(-1)
    const control = readControl(tag, attributes)
    const object = readObject(tag, attributes)
    if (control !== undefined) this.#controls.set(control.name, control)
    if (object !== undefined) this.#objects.set(object.name, object)
    if (tag === 'Repeater' || attributes.indexFlag) this.#indexFlags.add(attributes.indexFlag || '{{idx}}')
    const label = tag === 'Label' || tag === 'Choice' ? readLabel(attributes) : undefined
    if (label !== undefined) enclosing?.labels.set(label.name, label)
    this.#enclosing.push(control ?? enclosing)
  }

  close(): void {
    this.#enclosing.pop()
  }

  config(): LabelConfig {
    return {
      controls: [...this.#controls.values()].map((control) => ({ ...control, labels: [...control.labels.values()] })),
      objects: [...this.#objects.values()],
      indexFlags: [...this.#indexFlags],
      source: 'given',
    }
  }
}

/** `Chat` is looked at and answered with: its own messages come from it, so it is a control on itself. */
function readControl(tag: string, attributes: Attributes): OpenControl | undefined {
  const { name, toName = tag === 'Chat' ? name : undefined, value, apiUrl, perRegion, ...rest } = attributes
  if (!name || !toName || tag === 'Filter') return undefined
  return {
    name,
    tag,
    toNames: toName
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
    labels: new Map(),
    perRegion: perRegion?.toLowerCase() === 'true',
    dynamic: Boolean(apiUrl) || (tag !== 'Chat' && value?.trim().startsWith('$') === true),
    attributes: new Map(Object.entries(rest)),
  }
}

function readObject(tag: string, attributes: Attributes): ObjectTag | undefined {
  const { name, toName, value, valueList, valueType, ...rest } = attributes
  if (!name || !(value || valueList) || (toName && tag !== 'Chat')) return undefined
  return {
    name,
    tag,
    dataPath: dataPathOf(valueList || value || ''),
    isList: Boolean(valueList),
    valueType,
    attributes: new Map(Object.entries(rest)),
  }
}

/** `image.url` of `$image.url`; of a text with variables in it (`https://host/$file`) the first; empty without any. */
function dataPathOf(value: string): string {
  const text = value.trim()
  if (/^\$[^$]+$/.test(text.replace(/^\$+/, '$'))) return text.replace(/^\$+/, '')
  return /\$+([\w[\]{}:.-]*[\w\]}])/.exec(text)?.[1] ?? ''
}

function readLabel(attributes: Attributes): LabelDefinition | undefined {
  const { value, alias, category, background, hotkey } = attributes
  const name = alias || value
  if (!name) return undefined
  return {
    name,
    value: value || name,
    category: toInteger(category),
    modelIndex: toInteger(attributes.model_index),
    background,
    hotkey,
    assertion: attributes.assertion?.toLowerCase() === 'true',
  }
}

function toInteger(text: string | undefined): number | undefined {
  const number = /^\s*[+-]?\d+\s*$/.test(text ?? '') ? Number(text) : Number.NaN
  return Number.isSafeInteger(number) ? number : undefined
}

/** An XML declaration must come first, but pasted configs often start with an empty line. `line` and `column` say how much was taken away. */
function withoutLeadingBlanks(xml: string): { text: string; line: number; column: number } {
  const text = xml.replace(/^[\uFEFF\s]+/, '')
  const blanks = xml.slice(0, xml.length - text.length)
  const lastBreak = blanks.lastIndexOf('\n')
  return {
    text,
    line: blanks.split('\n').length - 1,
    column: lastBreak < 0 ? blanks.replace('\uFEFF', '').length : blanks.length - lastBreak - 1,
  }
}

/** The commonest fault of all: a parser goes on to the next `;` and complains about something far behind it. */
function placeOfBareAmpersand(text: string): { line: number; column: number } | undefined {
  const searched = text.replace(/<!--.*?-->|<!\[CDATA\[.*?\]\]>/gs, (skipped) => skipped.replace(/&/g, ' '))
  const at = searched.search(/&(?!#?\w+;)/)
  if (at < 0) return undefined
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: before.at(-1)!.length + 1 }
}

function hintFor(problem: string, text: string): string {
  if (/^[[{]/.test(text)) return 'this is JSON; the labeling config is the XML of Settings → Labeling Interface → Code'
  if (problem.includes('entity'))
    return 'only &amp; &lt; &gt; &quot; &apos; and numbers such as &#160; are known; write `&` as `&amp;`'
  if (problem.includes('close') || problem.includes('unclosed')) return 'every tag needs its end: <Label …/> or <View>…</View>'
  if (problem.includes('attribute') || problem.includes('quot')) return 'attributes are written name="value", each once'
  if (problem.includes('root')) return 'a labeling config is one <View> with everything inside'
  return 'mend the config at that place; `<` and `&` in values are written `&lt;` and `&amp;`'
}
