import { CLOSE_BRACE, OPEN_BRACE } from '../../json/ascii.ts'
import type { ByteWriter, Snippet } from '../../json/byte-writer.ts'
import { KnownKeys } from '../../json/known-keys.ts'
import { JsonNode } from '../../json/node.ts'
import { COMPACT, deeper, writeAt, writeBreak } from '../../json/print.ts'
import type { Tape } from '../../json/scan.ts'
import { closerOf } from '../../json/token.ts'
import { leadOf } from './json-value.ts'

/** The members that are written of an object, in their order: names, and numbers of values, see {@link ObjectForms.tokens}. */
export type Members = ReadonlyMap<string, number>

/** More kinds of objects do not take turns. */
const MOST_FORMS = 16

/**
 * What becomes of the keys of objects: how they are called, which are left out, which are repeated. Nearly all objects have the keys of one before, so
 * this is found out once for all that are alike.
 */
export class ObjectForms {
  /** Of the object last looked at: the token of each value, in document order, then those of the members beside it. */
  readonly tokens: number[] = []
  readonly #choose: (keys: readonly string[]) => Members
  /** Those of late come first. */
  readonly #forms: ObjectForm[] = []

  /** @param choose the members of an object with these keys */
  constructor(choose: (keys: readonly string[]) => Members) {
    this.#choose = choose
  }

  /**
   * The form of an object; that of one without members for what is none.
   *
   * @param token 0 where there is nothing
   * @param beside members of another object that this one gets, too; they replace those of the same name
   * @param besideTokens its {@link ObjectForms.tokens}
   */
  formOf(tape: Tape, token: number, beside = NOTHING, besideTokens = NO_TOKENS): ObjectForm {
    const isObject = token !== 0 && closerOf(tape, token, OPEN_BRACE) !== 0
    const form = this.#known(tape, isObject ? token : 0, beside) ?? this.#learn(tape, isObject ? token : 0, beside)
    const { values } = beside
    for (let k = 0; k < values.length; k++) this.tokens[form.size + k] = besideTokens[values[k]!]!
    return form
  }

  /** @param token of the object, 0 for none */
  #known(tape: Tape, token: number, beside: ObjectForm): ObjectForm | undefined {
    const forms = this.#forms
    for (let k = 0; k < forms.length; k++) {
      const form = forms[k]!
      if (form.beside !== beside || !this.#fits(form, tape, token)) continue
      if (k > 0) [forms[0], forms[k]] = [form, forms[0]!]
      return form
    }
    return undefined
  }

  #fits({ keys, size }: ObjectForm, tape: Tape, token: number): boolean {
    return token === 0 ? size === 0 : keys.match(tape, token, this.tokens, 0)
  }

  #learn(tape: Tape, token: number, beside: ObjectForm): ObjectForm {
    const keys = new KnownKeys(token === 0 ? undefined : new JsonNode(tape, token))
    const members = new Map(this.#choose(keys.names))
    for (const [k, name] of beside.names.entries()) members.set(name, keys.names.length + k)
    const form = new ObjectForm(keys, members, beside)
    this.#fits(form, tape, token)
    this.#forms.unshift(form)
    this.#forms.splice(MOST_FORMS)
    return form
  }
}

/** What becomes of objects with certain keys in a certain order. */
export class ObjectForm {
  readonly keys: KnownKeys
  /** How many there are. */
  readonly size: number
  readonly members: Members
  readonly names: readonly string[]
  /** The numbers of their values. */
  readonly values: readonly number[]
  readonly beside: ObjectForm | undefined
  /** What stands before each value, by depth, {@link COMPACT} first. */
  readonly #leads: (readonly Snippet[])[] = []

  constructor(keys: KnownKeys, members: Members, beside: ObjectForm | undefined) {
    this.keys = keys
    this.size = keys.names.length
    this.members = members
    this.names = [...members.keys()]
    this.values = [...members.values()]
    this.beside = beside
  }

  /** Prints the object that has these tokens. @param depth as of {@link writeAt} */
  print(writer: ByteWriter, tape: Tape, tokens: readonly number[], depth: number): void {
    const inner = deeper(depth)
    const leads = this.#leadsAt(inner)
    writer.byte(OPEN_BRACE)
    for (let k = 0; k < leads.length; k++) {
      writer.snippet(leads[k]!)
      writeAt(writer, tape, tokens[this.values[k]!]!, inner)
    }
    if (depth !== COMPACT && leads.length > 0) writeBreak(writer, depth)
    writer.byte(CLOSE_BRACE)
  }

  #leadsAt(depth: number): readonly Snippet[] {
    const known = this.#leads[depth + 1]
    if (known !== undefined) return known
    const leads = this.names.map((name, k) => leadOf(name, depth, k === 0))
    this.#leads[depth + 1] = leads
    return leads
  }
}

const NOTHING = new ObjectForm(new KnownKeys(), new Map(), undefined)
const NO_TOKENS: readonly number[] = []
