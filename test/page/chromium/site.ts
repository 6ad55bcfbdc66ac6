import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, type ConsoleMessage, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, expect } from 'vitest'
import { importExamples } from '../../../src/server/examples.ts'
import type { RunningServer, ServerSettings } from '../../../src/server/start.ts'
import type { Store } from '../../../src/stores/store.ts'
import { openServer, TOKEN } from '../../server/open-server.ts'

/** Pictures of the screens, to be looked at. */
const SCREENSHOTS = join('test-output', 'screenshots')

export interface Site {
  readonly address: string
  readonly store: Store
  readonly server: RunningServer
  /** A page that is signed in, of this server unless the address says otherwise. What it throws and logs as an error fails the file at its end. */
  open(address: string, options?: Parameters<Browser['newContext']>[0]): Promise<Page>
}

interface SiteSettings extends Pick<ServerSettings, 'allowsPrivateAddresses' | 'filesRoot'> {
  readonly examples?: boolean
}

/** A real server with the bundled examples and a real Chromium; both are gone after the tests of the file. */
export async function openSite({ examples = true, ...settings }: SiteSettings = {}): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'goldpan-page-'))
  const limits = { requestsPerMinute: 100_000 }
  const opened = await openServer(folder, { pageFolder: join('dist', 'page'), examples: 'examples', limits, ...settings })
  const { store, server } = opened
  if (examples) await importExamples(server.services, 'examples')
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM!, args: ['--no-sandbox'] })
  const errors: string[] = []
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close() // what a page still does takes the next one's time
  })
  afterAll(async () => {
    await browser.close()
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
    expect(errors.join('\n')).toBe('')
  })
  return {
    address: server.address,
    store,
    server,
    async open(address, options) {
      const context = await browser.newContext({ acceptDownloads: true, ...options })
      context.setDefaultTimeout(30_000)
      await signIn(context, server.address)
      const page = await context.newPage()
      page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.stack ?? error.message}`))
      page.on('console', (message) => isError(message) && errors.push(`${page.url()}: ${message.text()}`))
      await page.goto(new URL(address, server.address).href)
      return page
    },
  }
}

/** The browser also logs each answer of 400 and more, and pictures of examples that lie nowhere: those the page shows. */
function isError(message: ConsoleMessage): boolean {
  return message.type() === 'error' && !/status of 4\d\d|ERR_NAME_NOT_RESOLVED/.test(message.text())
}

async function signIn(context: BrowserContext, address: string): Promise<void> {
  const response = await context.request.post(`${address}/api/session`, { data: { token: TOKEN } })
  expect(response.status()).toBe(200)
}

/** What a page does in the frames after it has drawn something: it begins to listen to keys, and measures its room. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    for (let frames = 0; frames < 3; frames++) {
      await new Promise(requestAnimationFrame)
      await new Promise((resolve) => setTimeout(resolve))
    }
  })()`)
}

/** Keeps a picture of the whole page as it is, in both themes. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-${colorScheme}.png`), fullPage: true })
  }
  await settle(page) // for the picture it was as large as its content
}

/** Nothing that axe finds fault with, in either theme. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join('; ')}`)).toEqual([])
  }
}
