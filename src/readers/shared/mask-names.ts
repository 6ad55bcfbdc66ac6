import { parseJson } from '../../json/node.ts'
import { JsonSyntaxError } from '../../json/scan.ts'
import { type DataSet, readLines, readWholeText, stemOf } from '../data-set.ts'
import type { ListedLabel } from './image-tags.ts'
import { BACKGROUND, type MaskPicture, VOID } from './masks.ts'

/** What the pixels of class masks are called. */
export interface MaskNames {
  /** All classes but the background, in their order. */
  readonly all: readonly ListedLabel[]
  /** The label of a pixel; undefined of the background, and of what is void. A class that nobody names is `class_7`. */
  labelOf(value: number, picture: MaskPicture): string | undefined
}

/** By colour or by number. */
interface NamedClass {
  readonly index: number
  readonly name: string
  readonly colour?: number
}

const BACKGROUND_NAMES: ReadonlySet<string> = new Set(['background', '_background_', '__background__', ''])

/** What the user says, else `classes.json`, else `labelmap.txt`. @param given names in the order of their numbers, separated by commas */
export async function readMaskNames(dataSet: DataSet, given: string): Promise<MaskNames> {
  const listed = given === '' ? ((await readClasses(dataSet)) ?? (await readLabelMap(dataSet))) : namesOf(given)
  const classes = listed.filter(({ index, name }) => index !== BACKGROUND || !BACKGROUND_NAMES.has(name.toLowerCase()))
  const byIndex = new Map(classes.map(({ index, name }) => [index, name]))
  const byColour = new Map(classes.flatMap(({ colour, name }) => (colour === undefined ? [] : [[colour, name] as const])))
  const backgrounds = new Set(listed.filter((one) => !classes.includes(one)).map(({ colour }) => colour ?? 0))
  return {
    all: classes.map(({ index, name }) => ({ name, category: index })),
    labelOf(value, picture) {
      const colour = byColour.size === 0 ? undefined : picture.colourOf(value)
      if (colour !== undefined && byColour.has(colour)) return byColour.get(colour)
      if (colour !== undefined && (backgrounds.has(colour) || colour === VOID_COLOUR)) return undefined
      const name = byIndex.get(value)
      if (name !== undefined || value === BACKGROUND || value === VOID) return name
      return `class_${value}`
    },
  }
}

/** Of VOC's palette: 224, 224, 192. */
const VOID_COLOUR = 224 + 256 * 224 + 65536 * 192

function namesOf(given: string): NamedClass[] {
  return given.split(',').map((name, index) => ({ index, name: name.trim() }))
}

/** Goldpan's own list: `[{"index": 1, "name": "cat", "color": "#800000"}, …]`. */
async function readClasses(dataSet: DataSet): Promise<NamedClass[] | undefined> {
  const file = dataSet.with('json').find(({ path }) => stemOf(path) === 'classes')
  if (file === undefined) return undefined
  try {
    return parseJson(await readWholeText(file))
      .elements()
      .flatMap((node) => {
        const [index, name] = [node.get('index')?.number(), node.get('name')?.string()]
        return index === undefined || name === undefined ? [] : [{ index, name }]
      })
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined // somebody else's
    throw error
  }
}

/** `name:red,green,blue:parts:actions`, as CVAT and Datumaro write it; the number of a class is its line. */
async function readLabelMap(dataSet: DataSet): Promise<NamedClass[]> {
  const file = dataSet.with('txt').find(({ path }) => stemOf(path) === 'labelmap')
  const classes: NamedClass[] = []
  if (file === undefined) return classes
  for await (const { text } of readLines(file)) {
    const [, name, red, green, blue] = /^([^#:][^:]*):(\d+),(\d+),(\d+):/.exec(text) ?? []
    if (name === undefined) continue
    classes.push({ index: classes.length, name, colour: Number(red) + 256 * Number(green) + 65536 * Number(blue) })
  }
  return classes
}
