import type { Size } from '../../model/shape.ts'
import type { Id } from '../../model/task.ts'
import type { JoinContext, Spool } from '../format.ts'
import { ImageIds } from './image-ids.ts'

interface DescribedImage {
  readonly reference: string
  readonly task: Id
  readonly size: Size | undefined
}

/** A JSON file in COCO's manner: images, then annotations, then what only the whole knows; one record a line. Both wait in spools. */
export class CocoDocument {
  readonly #context: Pick<JoinContext, 'mediaFile' | 'placeMedia'>
  readonly #ids: ImageIds
  readonly #images: RecordList
  readonly #annotations: RecordList

  constructor(context: Pick<JoinContext, 'mediaFile' | 'placeMedia' | 'spool' | 'carried'>) {
    this.#context = context
    this.#ids = new ImageIds(context.carried)
    this.#images = new RecordList(context.spool())
    this.#annotations = new RecordList(context.spool())
  }

  /**
   * The id of an image; its record is written unless it has one already.
   * @param toRecord what stands beside `id`, `file_name`, `width` and `height`; a size that nobody knows is left out
   */
  async image({ reference, task, size }: DescribedImage, toRecord: () => object = () => ({})): Promise<number> {
    const { name, number } = this.#context.mediaFile(reference, task)
    const { id, isNew } = this.#ids.of(number, size?.width ?? Number.NaN, size?.height ?? Number.NaN)
    if (!isNew) return id
    this.#context.placeMedia(`images/${name}`, reference, task)
    await this.#images.add({ id, file_name: name, width: size?.width, height: size?.height, ...toRecord() })
    return id
  }

  /** Ids count from 1, for COCOeval takes 0 for "no match". */
  async annotation(record: object): Promise<void> {
    await this.#annotations.add({ id: this.#annotations.count + 1, ...record })
  }

  /** @param rest lists that come behind: categories, info */
  print(rest: Rest): AsyncIterable<string | Uint8Array> {
    return printDocument(this.#images, this.#annotations, rest)
  }
}

type Rest = Readonly<Record<string, readonly object[] | object>>

/** The file: a list of images, a list of annotations, and what comes behind. */
export async function* printDocument(
  images: RecordList,
  annotations: RecordList,
  rest: Rest,
): AsyncIterable<string | Uint8Array> {
  yield '{\n  "images": ['
  yield* images.read()
  yield '\n  ],\n  "annotations": ['
  yield* annotations.read()
  yield '\n  ]'
  for (const [key, value] of Object.entries(rest)) {
    yield `,\n  ${JSON.stringify(key)}: `
    yield Array.isArray(value)
      ? `[${value.map((record) => `\n    ${JSON.stringify(record)}`).join(',')}\n  ]`
      : JSON.stringify(value)
  }
  yield '\n}\n'
}

/** Records with their commas and line breaks, in a spool. */
export class RecordList {
  readonly #spool: Spool
  count = 0

  constructor(spool: Spool) {
    this.#spool = spool
  }

  /** @param key before it, where the list is an object */
  async add(record: object, key?: string): Promise<void> {
    const before = key === undefined ? '' : `${JSON.stringify(key)}: `
    await this.#spool.write(`${this.count++ === 0 ? '' : ','}\n    ${before}${JSON.stringify(record)}`)
  }

  read(): AsyncIterable<Uint8Array> {
    return this.#spool.read()
  }
}
