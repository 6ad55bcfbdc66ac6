import { parseJson } from '../../json/node.ts'
import { JsonSyntaxError } from '../../json/scan.ts'
import { type DataFile, type DataSet, readWholeText, stemOf } from '../data-set.ts'
import type { ReadContext } from '../reader.ts'
import type { ListedLabel } from '../shared/image-tags.ts'
import { isList, parseSimpleYaml, readFlow, type YamlValue } from '../shared/yaml.ts'

/** What `data.yaml`, or a list of names, says of a data set. */
export interface YoloNames {
  /** By number; numbers without a name are empty. */
  readonly classes: readonly (string | undefined)[]
  /** Key points of a box, and numbers of each: 2 without visibility, 3 with it. */
  readonly keypoints: { readonly count: number; readonly numbers: number; readonly names: readonly string[] } | undefined
}

/** data.yaml, else classes.txt, else a .names file, else notes.json. @param given what the user calls the first classes, separated by commas */
export async function readNames(dataSet: DataSet, given = ''): Promise<YoloNames> {
  const { classes, keypoints } = await namesInFiles(dataSet)
  const names = given.split(',').map((name) => name.trim())
  return { classes: given === '' ? classes : [...names, ...classes.slice(names.length)], keypoints }
}

async function namesInFiles(dataSet: DataSet): Promise<YoloNames> {
  for (const file of dataSet.with('yaml', 'yml')) {
    const yaml = parseSimpleYaml(await readWholeText(file))
    const names = yaml.get('names')
    if (names !== undefined && typeof names !== 'string') return { classes: namesByNumber(names), keypoints: keypointsOf(yaml) }
  }
  const list = dataSet.files.find(isNameList)
  if (list !== undefined) return { classes: withoutLast(await readWholeText(list)), keypoints: undefined }
  const notes = dataSet.with('json').find(({ path }) => stemOf(path) === 'notes')
  return { classes: notes === undefined ? [] : await readNotes(notes), keypoints: undefined }
}

export function isNameList({ path, extension }: DataFile): boolean {
  return extension === 'names' || (extension === 'txt' && /(^|\/)(classes|obj_names|labels)\.txt$/i.test(path))
}

/** Names of classes by their number; one that has none is made up and reported once. */
export class YoloClasses {
  readonly #names: (string | undefined)[]
  readonly #context: ReadContext

  constructor({ classes }: YoloNames, context: ReadContext) {
    this.#names = [...classes]
    this.#context = context
  }

  get all(): readonly ListedLabel[] {
    return this.#names.flatMap((name, category) => (name === undefined || name === '' ? [] : [{ name, category }]))
  }

  need(number: number, where: { readonly file: string; readonly line: number }): string {
    const known = this.#names[number]
    if (known !== undefined && known !== '') return known
    const label = `class_${number}`
    this.#context.add('category-unlisted', where, { category: number, label })
    this.#names[number] = label
    return label
  }
}

function namesByNumber(names: readonly string[] | ReadonlyMap<string, string>): (string | undefined)[] {
  if (isList(names)) return [...names]
  const classes: (string | undefined)[] = []
  for (const [key, name] of names) if (/^\d{1,6}$/.test(key)) classes[Number(key)] = name
  return Array.from(classes)
}

/** `kpt_shape: [17, 3]`, with `kpt_names` as a list or by class. */
function keypointsOf(yaml: ReadonlyMap<string, YamlValue>): YoloNames['keypoints'] {
  const shape = yaml.get('kpt_shape')
  if (shape === undefined || !isList(shape)) return undefined
  const [count = 0, numbers = 0] = shape.map(Number)
  return { count, numbers, names: keypointNames(yaml.get('kpt_names')) }
}

/** A list, or one for each class; the key points of all classes have the same names then. */
function keypointNames(names: YamlValue | undefined): readonly string[] {
  if (names === undefined || typeof names === 'string') return []
  if (isList(names)) return names
  const [first = ''] = names.values()
  const listed = readFlow(first)
  return typeof listed === 'string' ? [] : [...listed.values()]
}

function withoutLast(text: string): string[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
  while (lines.at(-1) === '') lines.pop()
  return lines
}

/** Label Studio's notes.json. */
async function readNotes(file: DataFile): Promise<(string | undefined)[]> {
  const classes: (string | undefined)[] = []
  try {
    for (const category of parseJson(await readWholeText(file))
      .get('categories')
      ?.elements() ?? []) {
      const id = category.get('id')?.number()
      if (id !== undefined && Number.isInteger(id) && id >= 0) classes[id] = category.get('name')?.string()
    }
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error // it is no list of names then
  }
  return Array.from(classes)
}
