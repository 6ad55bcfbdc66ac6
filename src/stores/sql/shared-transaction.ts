/** What it takes: the more, the less often pages of indexes are written. */
const ENOUGH_BYTES = 16 << 20
/** So long it waits for more; other processes that want to write wait meanwhile. */
const MOMENT = 200 // ms

/** What is known of an open transaction that several share. */
export class SharedTransaction {
  /** Settled when it has ended, for all who share it. */
  readonly stored: Promise<void>
  #fulfil: () => void = () => undefined
  #reject: (error: unknown) => void = () => undefined
  readonly #forget: () => void
  readonly #timer: NodeJS.Timeout
  #bytes = 0

  /** @param forget is called when nothing of it was kept @param onIdle when nothing more comes for a moment */
  constructor(forget: () => void, onIdle: () => void) {
    this.stored = new Promise((fulfil, reject) => {
      this.#fulfil = fulfil
      this.#reject = reject
    })
    this.stored.catch(() => undefined) // whoever shares it may look later
    this.#forget = forget
    this.#timer = setTimeout(onIdle, MOMENT)
  }

  /** Whether it has enough now. */
  isFullWith(bytes: number): boolean {
    this.#bytes += bytes
    this.#timer.refresh()
    return this.#bytes >= ENOUGH_BYTES
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#fulfil()
  }

  fail(error: unknown): void {
    clearTimeout(this.#timer)
    this.#forget()
    this.#reject(error)
  }
}
