/** Token buckets: each key may spend so many per minute, and as many at once after a pause. */
export class RateLimit {
  readonly #perMinute: number
  readonly #buckets = new Map<string, { left: number; at: number }>()

  constructor(perMinute: number) {
    this.#perMinute = perMinute
  }

  /** Seconds to wait; 0 when there is nothing to wait for. */
  spend(key: string, now: number): number {
    const bucket = this.#refill(key, now)
    if (bucket.left < 1) return Math.max(1, Math.ceil(((1 - bucket.left) * 60) / this.#perMinute))
    bucket.left--
    return 0
  }

  /** Whether there is something left, without spending it. */
  isExhausted(key: string, now: number): boolean {
    return this.#buckets.has(key) && this.#refill(key, now).left < 1
  }

  #refill(key: string, now: number): { left: number; at: number } {
    if (this.#buckets.size > MOST_KEYS) this.#forgetFull(now)
    const bucket = this.#buckets.get(key) ?? { left: this.#perMinute, at: now }
    bucket.left = Math.min(this.#perMinute, bucket.left + ((now - bucket.at) / 60_000) * this.#perMinute)
    bucket.at = now
    this.#buckets.set(key, bucket)
    return bucket
  }

  /** A minute without a request and a bucket is full again, so it need not be remembered. */
  #forgetFull(now: number): void {
    for (const [key, { at }] of this.#buckets) if (now - at > 60_000) this.#buckets.delete(key)
  }
}

const MOST_KEYS = 10_000
