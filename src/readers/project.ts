import type { Json } from '../json/node.ts'
import type { PixelBox, Point, Size } from '../model/shape.ts'
import type { Fields } from './reader.ts'

/** One object of Label Studio's `result` list. */
export type Result = Fields & { readonly id?: string | undefined }

/** Attributes of a tag, in their spelling. */
type Attributes = Readonly<Record<string, string | number | undefined>>

/** What the reader knows of a region besides its geometry. */
export interface RegionFacts {
  /** Of the image, where it is known. */
  readonly size?: Size | undefined
  readonly parentId?: string | undefined
  readonly score?: number | undefined
}

/** The object and control tags that a data set needs, found while it is read. */
export class ProjectDraft {
  readonly #objects = new Map<string, ObjectDraft>()
  readonly #controls = new Map<string, ControlDraft>()
  readonly #relations = new Set<string>()

  /** What people look at: `object('Image', 'image')` shows `$image`. */
  object(tag: string, key: string, attributes: Attributes = {}): ObjectDraft {
    const known = this.#objects.get(key)
    if (known !== undefined) return known
    const object = new ObjectDraft(tag, key, attributes)
    this.#objects.set(key, object)
    return object
  }

  /** The control tag of this name on an object; a name that a tag of another kind has gets a `_` behind it. */
  control(tag: string, name: string, object: ObjectDraft, attributes: Attributes = {}): ControlDraft {
    for (let free = name; ; free += '_') {
      const known = this.#controls.get(free)
      if (known?.tag === tag && known.object === object) return known
      if (known !== undefined || this.#objects.has(free)) continue
      const control = new ControlDraft(tag, free, object, attributes)
      this.#controls.set(free, control)
      return control
    }
  }

  /** Lists the label of a relation. */
  relation(label: string): void {
    this.#relations.add(label)
  }

  /** An answer about one region, in the kind of control that suits its value. */
  attribute(object: ObjectDraft, name: string, value: Json, region: Result): Result | undefined {
    const perRegion = { perRegion: 'true' }
    if (typeof value === 'number') return this.control('Number', name, object, perRegion).answer({ number: value }, region)
    if (typeof value === 'boolean') {
      const control = this.control('Choices', name, object, perRegion)
      return control.answer({ choices: [control.label(String(value))] }, region)
    }
    const texts = (Array.isArray(value) ? value : [value]).filter((text): text is string => typeof text === 'string')
    if (texts.length === 0 || (Array.isArray(value) && texts.length < value.length)) return undefined
    return this.control('TextArea', name, object, perRegion).answer({ text: texts }, region)
  }

  /** The keys of `data` that name files to look at or listen to. */
  get mediaKeys(): readonly string[] {
    return [...this.#objects.values()].filter(({ tag }) => MEDIA_TAGS.has(tag)).map(({ name }) => name)
  }

  get hasControls(): boolean {
    return this.#controls.size > 0
  }

  /** The labeling config; undefined when there is nothing to look at. */
  print(): string | undefined {
    if (this.#objects.size === 0) return undefined
    const tags = [...this.#objects.values(), ...this.#controls.values()].map((tag) => tag.print())
    return `<View>\n${tags.join('')}${this.#printRelations()}</View>\n`
  }

  #printRelations(): string {
    if (this.#relations.size === 0) return ''
    const relations = [...this.#relations].map((value) => `    <Relation${printAttributes({ value })}/>\n`)
    return `  <Relations>\n${relations.join('')}  </Relations>\n`
  }
}

const MEDIA_TAGS: ReadonlySet<string> = new Set(['Image', 'Audio', 'Video', 'Pdf'])

/** What people look at; its name is that of its data key. */
export class ObjectDraft {
  readonly name: string
  readonly tag: string
  readonly #key: string
  readonly #attributes: Attributes

  constructor(tag: string, key: string, attributes: Attributes) {
    this.name = key
    this.tag = tag
    this.#key = key
    this.#attributes = attributes
  }

  print(): string {
    return `  <${this.tag}${printAttributes({ name: this.name, value: `$${this.#key}`, ...this.#attributes })}/>\n`
  }
}

/** What people answer with. */
export class ControlDraft {
  readonly tag: string
  readonly name: string
  readonly object: ObjectDraft
  readonly #attributes: Attributes
  readonly #labels = new Map<string, Attributes>()
  readonly #type: string

  constructor(tag: string, name: string, object: ObjectDraft, attributes: Attributes) {
    this.tag = tag
    this.name = name
    this.object = object
    this.#attributes = attributes
    this.#type = tag.toLowerCase()
  }

  /** Lists a label; gives it back. */
  label(name: string, attributes: Attributes = {}): string {
    if (!this.#labels.has(name)) this.#labels.set(name, attributes)
    return name
  }

  /** A labelled shape; `value` is its geometry in Label Studio's units. */
  region(id: string, value: Fields, labels: readonly string[], { size, parentId, score }: RegionFacts = {}): Result {
    for (const label of labels) this.label(label)
    return {
      id,
      type: this.#type,
      from_name: this.name,
      to_name: this.object.name,
      original_width: size?.width,
      original_height: size?.height,
      parentID: parentId,
      score,
      value: { ...definedOf(value), [this.#type]: labels },
    }
  }

  /** An answer about a region, or about the whole task. */
  answer(value: Fields, region?: Result): Result {
    return {
      id: region?.id,
      type: this.#type,
      from_name: this.name,
      to_name: this.object.name,
      original_width: region?.original_width,
      original_height: region?.original_height,
      value: definedOf(value),
    }
  }

  print(): string {
    const open = `  <${this.tag}${printAttributes({ name: this.name, toName: this.object.name, ...this.#attributes })}`
    if (this.#labels.size === 0) return `${open}/>\n`
    const tag = this.tag === 'Choices' || this.tag === 'Taxonomy' ? 'Choice' : 'Label'
    const labels = [...this.#labels].map(([value, rest]) => `    <${tag}${printAttributes({ value, ...rest })}/>\n`)
    return `${open}>\n${labels.join('')}  </${this.tag}>\n`
  }
}

/** A percent box that is also JSON. */
type PercentNumbers = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Pixels as the percents that Label Studio keeps. */
export function percentBox({ x, y, width, height }: PixelBox, size: Size): PercentNumbers {
  return { ...percentPoint({ x, y }, size), width: (100 * width) / size.width, height: (100 * height) / size.height }
}

export function percentPoint({ x, y }: Point, size: Size): { readonly x: number; readonly y: number } {
  return { x: (100 * x) / size.width, y: (100 * y) / size.height }
}

export function percentPoints(points: readonly Point[], size: Size): Json {
  return points.map((point) => {
    const { x, y } = percentPoint(point, size)
    return [x, y]
  })
}

function definedOf(fields: Fields): Readonly<Record<string, Json>> {
  const defined: Record<string, Json> = {}
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) defined[key] = value
  return defined
}

function printAttributes(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeAttribute(String(value))}"`)
    .join('')
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** What XML cannot hold at all becomes U+FFFD. */
function escapeAttribute(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character]!)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
  )
}
