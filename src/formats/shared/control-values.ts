import { CLOSE_BRACKET, OPEN_BRACKET } from '../../json/ascii.ts'
import type { ByteWriter } from '../../json/byte-writer.ts'
import { JsonNode } from '../../json/node.ts'
import { COMPACT, deeper, writeAt, writeBreak } from '../../json/print.ts'
import type { Tape } from '../../json/scan.ts'
import { closerOf, kindAt, nextToken } from '../../json/token.ts'
import { findControl, type LabelConfig } from '../../model/label-config.ts'
import type { RawResult } from '../../model/task.ts'
import { Printable, type Value, writeLead } from './json-value.ts'
import { ObjectForms } from './object-forms.ts'
import type { RecordOptions } from './record.ts'

/** Fields beside `value` that are put into it, with their names there. */
const OF_SIZE = [
  ['original_width', 'original_width'],
  ['original_height', 'original_height'],
] as const
const OF_REGION = [
  ...OF_SIZE,
  ['id', 'region_id'],
  ['parentID', 'parent_id'],
  ['item_index', 'item_index'],
  ['score', 'score'],
  ['meta', 'meta'],
] as const

/** Writes what was said with a control, straight from the results. */
export class ControlValues {
  readonly #config: LabelConfig
  /** Label Studio's shape takes the wrapping off a lone choice or text; ids would be lost with it. */
  readonly #isBare: boolean
  readonly #results: ObjectForms
  readonly #values: ObjectForms
  readonly #messages: ObjectForms
  /** What {@link ControlValues.#bareKey} found last: a control's results follow each other. */
  #lastName = ''
  #lastType = ''
  #lastKey: string | undefined

  constructor(config: LabelConfig, { values, regionIds, relations }: RecordOptions) {
    const hasIds = regionIds || relations
    const isLabelStudio = values === 'label-studio'
    this.#config = config
    this.#isBare = isLabelStudio && !hasIds
    this.#results = new ObjectForms((keys) => membersBeside(keys, hasIds ? OF_REGION : OF_SIZE))
    this.#values = new ObjectForms((keys) => valueMembers(keys, isLabelStudio))
    this.#messages = new ObjectForms(allMembers)
  }

  /** All values of one control: a list, unless there is but one and it is bare. */
  valueOf(results: readonly RawResult[]): Value {
    const key = results.length === 1 ? this.#bareKey(results[0]!) : undefined
    const list = key === undefined ? undefined : results[0]!.value?.get(key)
    const only = list === undefined ? 0 : onlyElement(list.tape, list.token)
    return list === undefined || only === 0 ? new ControlValue(this, results) : new JsonNode(list.tape, only)
  }

  print(writer: ByteWriter, results: readonly RawResult[], depth: number): void {
    if (results.length === 1 && this.#bareKey(results[0]!) !== undefined) {
      this.#printResult(writer, results[0]!, depth)
      return
    }
    const inner = deeper(depth)
    writer.byte(OPEN_BRACKET)
    for (let k = 0; k < results.length; k++) {
      writeLead(writer, k, inner)
      this.#printResult(writer, results[k]!, inner)
    }
    if (depth !== COMPACT) writeBreak(writer, depth)
    writer.byte(CLOSE_BRACKET)
  }

  /** `value` word for word with the picture's size, or what stands alone in it; a chat message alone, as Label Studio writes it. */
  #printResult(writer: ByteWriter, result: RawResult, depth: number): void {
    const { tape, token } = result.node
    const values = this.#values
    const beside = this.#results.formOf(tape, token)
    const besideTokens = this.#results.tokens
    const form = values.formOf(tape, result.value?.token ?? 0, beside, besideTokens)
    const key = this.#bareKey(result)
    const list = key === undefined ? undefined : form.members.get(key)
    const message = form.members.get('chatmessage')
    const only = list === undefined ? 0 : onlyElement(tape, values.tokens[list]!)
    if (only !== 0) writeAt(writer, tape, only, depth)
    else if (message === undefined || kindAt(tape, values.tokens[message]!) !== 'object')
      form.print(writer, tape, values.tokens, depth)
    else {
      const messages = this.#messages
      messages.formOf(tape, values.tokens[message]!, beside, besideTokens).print(writer, tape, messages.tokens, depth)
    }
  }

  /** The list in `value` whose only element is written bare. The control's tag decides, as with Label Studio; where the config does not know it, the result's type. */
  #bareKey({ fromName, type }: RawResult): string | undefined {
    if (fromName !== this.#lastName || type !== this.#lastType) {
      const kind = (findControl(this.#config, fromName)?.tag.tag ?? type).toLowerCase()
      this.#lastName = fromName
      this.#lastType = type
      this.#lastKey = this.#isBare ? BARE_KEYS.get(kind) : undefined
    }
    return this.#lastKey
  }
}

const BARE_KEYS = new Map([
  ['choices', 'choices'],
  ['textarea', 'text'],
])

/** What was said with one control, in a list, or alone. */
class ControlValue extends Printable {
  readonly #values: ControlValues
  readonly #results: readonly RawResult[]

  constructor(values: ControlValues, results: readonly RawResult[]) {
    super()
    this.#values = values
    this.#results = results
  }

  print(writer: ByteWriter, depth: number): void {
    this.#values.print(writer, this.#results, depth)
  }
}

/** Of a repeated key the last value, in the place of the first. */
function allMembers(keys: readonly string[]): Map<string, number> {
  return new Map(keys.map((key, k) => [key, k]))
}

/** Label Studio drops `type`, but for chats. */
function valueMembers(keys: readonly string[], dropsType: boolean): Map<string, number> {
  const members = allMembers(keys)
  if (dropsType && !members.has('chatmessage')) members.delete('type')
  return members
}

/** Of the fields those that there are, in this order. */
function membersBeside(keys: readonly string[], fields: readonly (readonly [string, string])[]): Map<string, number> {
  return new Map(fields.filter(([key]) => keys.includes(key)).map(([key, name]) => [name, keys.lastIndexOf(key)]))
}

/** The token of the only element of a list, else 0. */
function onlyElement(tape: Tape, list: number): number {
  const closer = closerOf(tape, list, OPEN_BRACKET)
  return closer > 0 && nextToken(tape, list + 2) === closer ? list + 2 : 0
}
