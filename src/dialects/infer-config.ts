import type { ControlTag, LabelConfig, ObjectTag } from '../model/label-config.ts'
import type { ControlSurvey, Survey } from '../model/survey.ts'
import { type DataKind, dataKindOf, keyForKind, keyForUnknownKind } from './guess-data-key.ts'

/** The config that the results speak of: tags by their `type`, labels in order of appearance, data keys by `source`, name or content. */
export function inferConfig(survey: Survey): LabelConfig {
  const controls: ControlTag[] = []
  const objects = new Map<string, ObjectEvidence>()
  for (const [name, control] of survey.controls) {
    const type = typeOf(control)
    if (name === '' || type === undefined) continue
    controls.push(controlTag(name, type, control))
    for (const toName of control.toNames) gather(objects, toName, control)
  }
  return { controls, objects: objectTags(objects, survey), indexFlags: [], source: 'inferred' }
}

/** A config with the tags of another behind its own; their labels are left out, since nothing that is exported has them. */
export function completeConfig(config: LabelConfig, other: LabelConfig): LabelConfig {
  const isNew = (own: readonly { readonly name: string }[]) => (tag: { readonly name: string }) =>
    own.every(({ name }) => name !== tag.name)
  const controls = other.controls.filter(isNew(config.controls)).map((control) => ({ ...control, labels: [] }))
  return {
    ...config,
    controls: [...config.controls, ...controls],
    objects: [...config.objects, ...other.objects.filter(isNew(config.objects))],
  }
}

/** One line for the report: `tag: RectangleLabels on img (Image, $image), labels Moonwalker`. */
export function describeConfig({ controls, objects }: LabelConfig): string {
  const describeObject = (name: string) => {
    const object = objects.find((candidate) => candidate.name === name)
    if (object === undefined) return name
    return `${name} (${object.tag}${object.dataPath === '' ? '' : `, $${object.dataPath}`})`
  }
  const parts = controls.map(({ name, tag, toNames, labels }) => {
    const names = labels.slice(0, MAX_LABELS_SHOWN).map((label) => label.name)
    const more = labels.length > MAX_LABELS_SHOWN ? ` and ${labels.length - MAX_LABELS_SHOWN} more` : ''
    return `${name}: ${tag} on ${toNames.map(describeObject).join(', ')}${names.length === 0 ? '' : `, labels ${names.join(', ')}${more}`}`
  })
  return parts.length === 0 ? 'no controls, for there are no results' : parts.join('; ')
}

const MAX_LABELS_SHOWN = 10

/** What each result `type` of Label Studio and Annotation Lab says: the tag it comes from and what that tag can lie on (undefined: on anything). */
const TYPES: Readonly<Record<string, readonly [tag: string, object?: string]>> = {
  labels: ['Labels'],
  rectanglelabels: ['RectangleLabels', 'Image'],
  polygonlabels: ['PolygonLabels', 'Image'],
  ellipselabels: ['EllipseLabels', 'Image'],
  keypointlabels: ['KeyPointLabels', 'Image'],
  brushlabels: ['BrushLabels', 'Image'],
  bitmasklabels: ['BitmaskLabels', 'Image'],
  vectorlabels: ['VectorLabels', 'Image'],
  cuboidlabels: ['CuboidLabels', 'Image'],
  hypertextlabels: ['HyperTextLabels', 'HyperText'],
  paragraphlabels: ['ParagraphLabels', 'Paragraphs'],
  timeserieslabels: ['TimeSeriesLabels', 'TimeSeries'],
  timelinelabels: ['TimelineLabels', 'Video'],
  videorectangle: ['VideoRectangle', 'Video'],
  rectangle: ['Rectangle', 'Image'],
  polygon: ['Polygon', 'Image'],
  ellipse: ['Ellipse', 'Image'],
  keypoint: ['KeyPoint', 'Image'],
  brush: ['Brush', 'Image'],
  bitmask: ['Bitmask', 'Image'],
  vector: ['Vector', 'Image'],
  magicwand: ['Magicwand', 'Image'],
  choices: ['Choices'],
  taxonomy: ['Taxonomy'],
  textarea: ['TextArea'],
  rating: ['Rating'],
  number: ['Number'],
  datetime: ['DateTime'],
  pairwise: ['Pairwise'],
  ranker: ['Ranker'],
  chatmessage: ['Chat', 'Chat'],
  reactcode: ['ReactCode'],
  custominterface: ['CustomInterface'],
}
const IGNORED_TYPES = new Set(['relation', 'relations'])

/** A control's type when its results disagree: labels before shapes before answers, then the most frequent, then the first. */
function typeOf({ types }: ControlSurvey): string | undefined {
  const ranked = [...types].filter(([type]) => !IGNORED_TYPES.has(type.toLowerCase()))
  ranked.sort(([typeA, countA], [typeB, countB]) => rank(typeA) - rank(typeB) || countB - countA)
  return ranked[0]?.[0]
}

function rank(type: string): number {
  const lower = type.toLowerCase()
  if (lower.endsWith('labels')) return 0
  return TYPES[lower]?.[1] === undefined ? 2 : 1
}

function controlTag(name: string, type: string, { toNames, labels, perRegion }: ControlSurvey): ControlTag {
  return {
    name,
    tag: TYPES[type.toLowerCase()]?.[0] ?? type,
    toNames: [...toNames],
    labels: [...labels.keys()].map((label) => ({
      name: label,
      value: label,
      category: undefined,
      modelIndex: undefined,
      background: undefined,
      hotkey: undefined,
      assertion: false,
    })),
    perRegion,
    dynamic: false,
    attributes: new Map(),
  }
}

/** What the controls on an object say about it. */
interface ObjectEvidence {
  /** Object tag that the controls call for, and how many results do. */
  readonly tags: Map<string, number>
  readonly sources: Set<string>
  /** Text, sound or pictures: `labels` lie on any of them. */
  hasLabels: boolean
}

function gather(objects: Map<string, ObjectEvidence>, toName: string, control: ControlSurvey): void {
  const evidence = objects.get(toName) ?? { tags: new Map<string, number>(), sources: new Set<string>(), hasLabels: false }
  for (const [type, count] of control.types) {
    const tag = TYPES[type.toLowerCase()]?.[1]
    if (tag !== undefined) evidence.tags.set(tag, (evidence.tags.get(tag) ?? 0) + count)
    if (type.toLowerCase() === 'labels') evidence.hasLabels = true
  }
  // A control on several objects does not say which source is whose.
  if (control.toNames.size === 1) for (const source of control.sources) evidence.sources.add(source)
  objects.set(toName, evidence)
}

function objectTags(objects: ReadonlyMap<string, ObjectEvidence>, survey: Survey): ObjectTag[] {
  const taken = new Set<string>()
  return [...objects].map(([name, evidence]) => {
    const needed = [...evidence.tags].sort(([, countA], [, countB]) => countB - countA)[0]?.[0]
    const path = pathOf(name, needed, evidence, survey, taken)
    taken.add(path)
    const key = survey.dataKeys.get(path) ?? survey.dataKeys.get(path.split(/[.[]/)[0] ?? '')
    const kind = dataKindOf(path, key)
    const tag = tagFor(needed, kind, evidence, survey)
    const isList = (tag === 'Image' || tag === 'Pdf') && survey.dataKeys.get(path)?.kinds.has('array') === true
    return { name, tag, dataPath: path, isList, valueType: undefined, attributes: new Map() }
  })
}

/** The data key of an object: what results name as `source`, else the key of the object's name, else one that holds such data, else the first. */
function pathOf(
  name: string,
  needed: string | undefined,
  { sources }: ObjectEvidence,
  survey: Survey,
  taken: ReadonlySet<string>,
): string {
  const source = [...sources].find((candidate) => candidate.startsWith('$') && candidate.length > 1)
  if (source !== undefined) return source.replace(/^\$+/, '')
  if (survey.dataKeys.has(name)) return name
  const free = [...survey.dataKeys].filter(([key]) => !taken.has(key))
  const keys = free.length === 0 ? [...survey.dataKeys] : free
  const kind = needed === undefined ? kindOfShapes(survey) : KIND_OF_TAG[needed]
  return (kind === undefined ? keyForUnknownKind(keys) : keyForKind(keys, kind)) ?? ''
}

const KIND_OF_TAG: Readonly<Record<string, DataKind>> = {
  Image: 'image',
  Video: 'video',
  HyperText: 'html',
  Paragraphs: 'list',
  Chat: 'list',
}

/** Bare `labels` do not say what they lie on; what they cut out does. */
function kindOfShapes({ shapes }: Survey): DataKind | undefined {
  if (shapes.has('segment') && !shapes.has('span')) return 'audio'
  return shapes.has('span') && !shapes.has('segment') ? 'text' : undefined
}

const TAG_OF_KIND: Readonly<Record<DataKind, string>> = {
  image: 'Image',
  pdf: 'Pdf',
  audio: 'Audio',
  video: 'Video',
  html: 'HyperText',
  list: 'Paragraphs',
  text: 'Text',
}

function tagFor(needed: string | undefined, kind: DataKind | undefined, evidence: ObjectEvidence, survey: Survey): string {
  if (needed === 'Image') return kind === 'pdf' ? 'Pdf' : 'Image'
  if (needed !== undefined) return needed
  if (kind !== undefined && kind !== 'text' && kind !== 'html') return TAG_OF_KIND[kind]
  // Spans on HyperText are of type hypertextlabels; plain `labels` on a text with angle brackets lie on Text.
  const cut = evidence.hasLabels ? kindOfShapes(survey) : undefined
  return cut !== undefined ? TAG_OF_KIND[cut] : TAG_OF_KIND[kind ?? 'text']
}
