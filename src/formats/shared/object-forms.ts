import { CLOSE_BRACE, OPEN_BRACE } from '../../json/ascii.ts'
import { ByteWriter, type Snippet } from '../../json/byte-writer.ts'
import { COMPACT, writeAt, writeBreak } from '../../json/print.ts'
import type { Tape } from '../../json/scan.ts'
import { decodeString } from '../../json/text.ts'
import { closerOf, nextToken } from '../../json/token.ts'
import { deeper, leadOf } from './json-value.ts'

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
    const closer = token === 0 ? 0 : closerOf(tape, token, OPEN_BRACE)
    const form = this.#known(tape, token, closer, beside) ?? this.#learn(tape, token, closer, beside)
    const { values } = beside
    for (let k = 0; k < values.length; k++) this.tokens[form.size + k] = besideTokens[values[k]!]!
    return form
  }

  #known(tape: Tape, token: number, closer: number, beside: ObjectForm): ObjectForm | undefined {
    const forms = this.#forms
    for (let k = 0; k < forms.length; k++) {
      const form = forms[k]!
      if (form.beside !== beside || !this.#fits(form, tape, token, closer)) continue
      if (k > 0) [forms[0], forms[k]] = [form, forms[0]!]
      return form
    }
    return undefined
  }

  #fits({ spelling }: ObjectForm, tape: Tape, token: number, closer: number): boolean {
    const { bytes, tokens } = tape
    let at = 0
    let k = 0
    for (let key = token + 2; key < closer; key = nextToken(tape, key + 2)) {
      const start = tokens[key]!
      const end = tokens[key + 1]!
      if (at + end - start >= spelling.length) return false
      for (let place = start; place <= end; place++) if (bytes[place] !== spelling[at++]) return false
      this.tokens[k++] = key + 2
    }
    return at === spelling.length
  }

  #learn(tape: Tape, token: number, closer: number, beside: ObjectForm): ObjectForm {
    const { bytes, tokens } = tape
    const keys: string[] = []
    for (let key = token + 2; key < closer; key = nextToken(tape, key + 2)) {
      speller.bytes(bytes, tokens[key], tokens[key + 1]! + 1)
      this.tokens[keys.length] = key + 2
      keys.push(decodeString(tape, key))
    }
    const members = new Map(this.#choose(keys))
    for (const [k, name] of beside.names.entries()) members.set(name, keys.length + k)
    const form = new ObjectForm(speller.take(), keys.length, members, beside)
    this.#forms.unshift(form)
    this.#forms.splice(MOST_FORMS)
    return form
  }
}

const speller = new ByteWriter()

/** What becomes of objects with certain keys in a certain order. */
export class ObjectForm {
  /** The keys as they are spelled, a quote behind each. */
  readonly spelling: Uint8Array
  /** How many there are. */
  readonly size: number
  readonly members: Members
  readonly names: readonly string[]
  /** The numbers of their values. */
  readonly values: readonly number[]
  readonly beside: ObjectForm | undefined
  /** What stands before each value, by depth, {@link COMPACT} first. */
  readonly #leads: (readonly Snippet[])[] = []

  constructor(spelling: Uint8Array, size: number, members: Members, beside: ObjectForm | undefined) {
    this.spelling = spelling
    this.size = size
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

const NOTHING = new ObjectForm(new Uint8Array(0), 0, new Map(), undefined)
const NO_TOKENS: readonly number[] = []
