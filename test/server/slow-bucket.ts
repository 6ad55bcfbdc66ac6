import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { setTimeout } from 'node:timers/promises'

/** With so many pictures, some at a time, whoever takes all of them is busy for ten seconds and more, however fast the machine is. */
const PICTURES = 100
const PAUSE = 1000

/** A bucket of S3 that takes its time when it is told to: what exports pictures out of it can be ended in the midst of that. */
export class SlowBucket {
  readonly #server: Server
  #isSlow = false

  private constructor() {
    this.#server = createServer(async ({ url = '' }, response) => {
      if (this.#isSlow) await setTimeout(PAUSE)
      response.end(url.includes('list-type') ? LIST : `picture ${url}`)
    })
  }

  static async open(): Promise<SlowBucket> {
    const bucket = new SlowBucket()
    await once(bucket.#server.listen(0, '127.0.0.1'), 'listening')
    return bucket
  }

  /** What its pictures are called in tasks. */
  get pictures(): readonly string[] {
    return Array.from({ length: PICTURES }, (_, k) => `s3://pictures/${k}.jpg`)
  }

  /** What a source storage has to know. */
  get place(): object {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the bucket has no port')
    const keys = { aws_access_key_id: 'key', aws_secret_access_key: 'secret' }
    return { bucket: 'pictures', s3_endpoint: `http://127.0.0.1:${address.port}`, ...keys }
  }

  /** Begins something, and ends it when it asks for the first picture, with all others still to come. */
  async inTheMidst<T>(begin: () => Promise<T>, end: (begun: T) => Promise<void>): Promise<T> {
    this.#isSlow = true
    try {
      const [begun] = await Promise.all([begin(), once(this.#server, 'request')])
      await end(begun)
      return begun
    } finally {
      this.#isSlow = false
    }
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}

const LIST = `<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>0.jpg</Key><Size>9</Size></Contents></ListBucketResult>`
