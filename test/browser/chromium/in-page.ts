import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { OptionValue } from '../../../src/formats/format.ts'

/** What the page is asked for; see page.mjs. */
export interface PageRequest {
  readonly to: string
  readonly config?: string
  readonly options?: Readonly<Record<string, OptionValue>>
  readonly select?: Readonly<Record<string, OptionValue>>
  readonly from?: string
  readonly reading?: Readonly<Record<string, OptionValue>>
  readonly workers?: number
  readonly cancels?: boolean
  readonly overwrite?: boolean
  /** The name of a folder in the page's private file system. */
  readonly intoFolder?: string
  readonly intoStream?: boolean
  /** Another address of the bundle, where there is no worker.js. */
  readonly module?: string
}

export interface PlainPageError {
  readonly name: string
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly where: Readonly<Record<string, unknown>>
}

export interface PageResult {
  readonly name?: string
  /** base64 */
  readonly output?: string
  readonly report: string
  readonly damages: readonly PlainPageError[]
  readonly tasksRead: number
  readonly steps: readonly { readonly tasks: number; readonly bytes: number; readonly totalBytes?: number }[]
  readonly workers: number
  /** Path → base64. */
  readonly folder?: Readonly<Record<string, string>>
  readonly error?: PlainPageError
}

const TYPES: Readonly<Record<string, string>> = { html: 'text/html', mjs: 'text/javascript', js: 'text/javascript' }

/** A page of a real browser that has `goldpan/browser` loaded. */
export class GoldpanPage {
  readonly #server: Server
  readonly #browser: Browser
  readonly #page: Page

  private constructor(server: Server, browser: Browser, page: Page) {
    this.#server = server
    this.#browser = browser
    this.#page = page
  }

  static async open(): Promise<GoldpanPage> {
    const server = await serve()
    const executablePath =
      process.env.CHROMIUM || execFileSync(process.execPath, ['scripts/find-chromium.mjs'], { encoding: 'utf8' }).trim()
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
    const page = await browser.newPage()
    await page.goto(urlOf(server))
    await page.waitForFunction('globalThis.convertChosen !== undefined')
    return new GoldpanPage(server, browser, page)
  }

  /** Converts what a user chose: files, or one folder. */
  async convert(chosen: readonly string[] | string, request: PageRequest): Promise<PageResult> {
    const input = typeof chosen === 'string' ? 'folder' : 'files'
    await this.#page.setInputFiles(`#${input}`, chosen as string | string[])
    return this.#page.evaluate(`globalThis.convertChosen(${JSON.stringify({ input, ...request })})`)
  }

  async close(): Promise<void> {
    await this.#browser.close()
    this.#server.close()
  }
}

/** The bundle as it was built, and the page of this folder. */
async function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1) || 'page.html'
    const folder = name.startsWith('page.') ? join('test', 'browser', 'chromium') : join('dist', 'bundle')
    const file = name.replace(/^alone\/(?!worker)/, '')
    try {
      const bytes = readFileSync(join(folder, file))
      response.writeHead(200, { 'content-type': TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain' }).end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  return `http://127.0.0.1:${address.port}/`
}
