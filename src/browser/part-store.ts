/** Takes the place of `export/split/part-store.ts`: parts that wait for their turn, in memory. */
export class PartStore {
  readonly #parts: unknown[] = []

  async add(part: unknown): Promise<void> {
    this.#parts.push(part)
  }

  /** In the order in which they came. */
  async *read(): AsyncGenerator<unknown> {
    yield* this.#parts
  }
}
