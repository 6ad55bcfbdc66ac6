import { parseJson } from '../../json/node.ts'
import { JsonSyntaxError } from '../../json/scan.ts'
import type { ReadContext } from '../reader.ts'
import { RecordProblem } from '../shared/record-problem.ts'

/** One entry of `categories`. */
export interface Category {
  readonly name: string
  /** `category` in the labeling config: the id where it is a number. */
  readonly id: number | undefined
  /** Names of its key points, in their order. */
  readonly keypoints: readonly string[]
}

/** The categories of a file by their id, in the file's order. */
export class Categories {
  readonly #byId = new Map<string, Category>()
  readonly #file: string
  readonly #context: ReadContext

  constructor(file: string, context: ReadContext) {
    this.#file = file
    this.#context = context
  }

  get all(): readonly Category[] {
    return [...this.#byId.values()]
  }

  add(bytes: Uint8Array, byte: number): void {
    try {
      const node = parseJson(bytes)
      const id = node.get('id')?.text()
      const name = node.get('name')?.string()
      if (id === undefined) throw new RecordProblem('the category has no `id`')
      if (node.get('skeleton')?.elements().length) this.#context.unread('categories[].skeleton', { file: this.#file, byte })
      const keypoints = node.get('keypoints')?.elements() ?? []
      this.#byId.set(id, {
        name: name === undefined || name === '' ? nameOf(id) : name,
        id: node.get('id')?.number(),
        keypoints: keypoints.map((point, k) => point.string() || `keypoint ${k + 1}`),
      })
    } catch (error) {
      if (!(error instanceof RecordProblem) && !(error instanceof JsonSyntaxError)) throw error
      this.#context.add('record-invalid', { file: this.#file, byte }, { problem: error.message })
    }
  }

  /** The category of an annotation; one that is not listed is made up and reported once. */
  need(id: string, byte: number): Category {
    const known = this.#byId.get(id)
    if (known !== undefined) return known
    const name = nameOf(id)
    this.#context.add('category-unlisted', { file: this.#file, byte }, { category: id, label: name })
    const made: Category = { name, id: /^\d+$/.test(id) ? Number(id) : undefined, keypoints: [] }
    this.#byId.set(id, made)
    return made
  }
}

function nameOf(id: string): string {
  return `class_${id.replaceAll('"', '')}`
}
