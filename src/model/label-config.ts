/** One `<Label>` or `<Choice>`. */
export interface LabelDefinition {
  /** What stands in results: the alias where there is one, else the value. */
  readonly name: string
  readonly value: string
  /** `category="7"`: the id that COCO and YOLO users want; undefined when absent or no integer. */
  readonly category: number | undefined
  /** `model_index="0"`: a key point's place in the skeleton. */
  readonly modelIndex: number | undefined
  readonly background: string | undefined
  readonly hotkey: string | undefined
  /** `assertion="true"`: Annotation Lab's labels about a span's certainty. */
  readonly assertion: boolean
}

/** A tag with `name` and `toName`: what people answer with. */
export interface ControlTag {
  readonly name: string
  /** Tag name as written: RectangleLabels, Choices … */
  readonly tag: string
  readonly toNames: readonly string[]
  readonly labels: readonly LabelDefinition[]
  readonly perRegion: boolean
  /** Labels come from the task's data (`value="$labels"`) or a service (`apiUrl`): the list here is not the whole. */
  readonly dynamic: boolean
  /** Tag-specific attributes in their spelling (`choice`, `maxRating`, `required` …). */
  readonly attributes: ReadonlyMap<string, string>
}

/** A tag with `name` and `value`: what people look at. */
export interface ObjectTag {
  readonly name: string
  readonly tag: string
  /** Path into `data` without the `$`: `image`, `image.url`, `pages[{{idx}}]`. Empty when the tag has a fixed value. */
  readonly dataPath: string
  /** `valueList`: the data is a list of pages. */
  readonly isList: boolean
  /** `valueType`, for instance `url` where the data holds an address instead of the text. */
  readonly valueType: string | undefined
  /** Tag-specific attributes in their spelling (`nameKey`, `textKey`, `framerate` …). */
  readonly attributes: ReadonlyMap<string, string>
}

export interface LabelConfig {
  /** In document order. */
  readonly controls: readonly ControlTag[]
  readonly objects: readonly ObjectTag[]
  /** Index flags of `Repeater` tags, such as `{{idx}}`; they may stand in names and paths. */
  readonly indexFlags: readonly string[]
  readonly source: 'given' | 'inferred'
}

export const EMPTY_CONFIG: LabelConfig = { controls: [], objects: [], indexFlags: [], source: 'inferred' }

/** A tag found by name; of a repeated one (`page_{{idx}}`) with the number that stands in place of the flag. */
export interface FoundTag<T> {
  readonly tag: T
  readonly index: number | undefined
}

/** The control tag a result's `from_name` belongs to. */
export function findControl(config: LabelConfig, fromName: string): FoundTag<ControlTag> | undefined {
  return findTag(config, config.controls, fromName)
}

/** The object tag a result's `to_name` belongs to. */
export function findObject(config: LabelConfig, toName: string): FoundTag<ObjectTag> | undefined {
  return findTag(config, config.objects, toName)
}

function findTag<T extends { readonly name: string }>(
  config: LabelConfig,
  tags: readonly T[],
  name: string,
): FoundTag<T> | undefined {
  const exact = tags.find((tag) => tag.name === name)
  if (exact !== undefined) return { tag: exact, index: undefined }
  let best: FoundTag<T> | undefined
  for (const tag of tags) {
    const index = repeatedIndex(config, tag.name, name)
    if (index !== undefined && (best === undefined || tag.name.length > best.tag.name.length)) best = { tag, index }
  }
  return best
}

function repeatedIndex(config: LabelConfig, pattern: string, name: string): number | undefined {
  for (const flag of config.indexFlags) {
    const at = pattern.indexOf(flag)
    if (at < 0) continue
    const prefix = pattern.slice(0, at)
    const suffix = pattern.slice(at + flag.length)
    const middle = name.slice(prefix.length, name.length - suffix.length)
    if (name.startsWith(prefix) && name.endsWith(suffix) && /^\d+$/.test(middle)) return Number(middle)
  }
  return undefined
}
