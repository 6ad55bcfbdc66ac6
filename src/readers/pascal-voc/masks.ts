import type { Size } from '../../model/shape.ts'
import type { DataFile, DataSet } from '../data-set.ts'
import { type MaskNames, readMaskNames } from '../shared/mask-names.ts'
import { BACKGROUND, besideFolder, readMaskFile, regionsOfMask, VOID } from '../shared/masks.ts'

/** What the PNGs beside an XML file say, as Label Studio's run lengths. */
export interface VocMasks extends Size {
  /** By the place of the object in the XML, from 1: of SegmentationObject. */
  readonly objects: ReadonlyMap<number, readonly number[]>
  /** By class; of SegmentationClass, where there is no mask of objects. */
  readonly classes: readonly { readonly label: string; readonly rle: readonly number[] }[]
}

/** Reads the masks of images where there are any. */
export class VocMaskFiles {
  readonly #dataSet: DataSet
  readonly #hasMasks: boolean
  #names: Promise<MaskNames> | undefined

  constructor(dataSet: DataSet) {
    this.#dataSet = dataSet
    this.#hasMasks = dataSet.with('png').some(({ path }) => /(^|\/)Segmentation(Class|Object)\//.test(path))
  }

  /** @throws RecordProblem for a mask that cannot be read */
  async of(xml: DataFile): Promise<VocMasks | undefined> {
    if (!this.#hasMasks) return undefined
    const [objects, classes] = ['SegmentationObject', 'SegmentationClass'].map((folder) =>
      besideFolder(this.#dataSet, xml.path, folder),
    )
    if (objects !== undefined) return { ...(await this.#regions(objects)), classes: [] }
    if (classes === undefined) return undefined
    this.#names ??= readMaskNames(this.#dataSet, '')
    const names = await this.#names
    const picture = await readMaskFile(classes)
    const labelled = [...regionsOfMask(picture)].flatMap(({ value, rle }) => {
      const label = names.labelOf(value, picture)
      return label === undefined ? [] : [{ label, rle }]
    })
    return { width: picture.width, height: picture.height, objects: new Map(), classes: labelled }
  }

  async #regions(file: DataFile): Promise<Omit<VocMasks, 'classes'>> {
    const picture = await readMaskFile(file)
    const regions = [...regionsOfMask(picture)].filter(({ value }) => value !== BACKGROUND && value !== VOID)
    return { width: picture.width, height: picture.height, objects: new Map(regions.map(({ value, rle }) => [value, rle])) }
  }
}
