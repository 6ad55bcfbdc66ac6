import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { needBuild } from '../../cli/run-transcript.ts'
import { allButWording } from './all-but-wording.ts'
import { expectAccessible, openSite, picture } from './site.ts'

needBuild()
const site = await openSite({ examples: false })
const folder = mkdtempSync(join(tmpdir(), 'goldpan-convert-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SHAPES = ['tasks.json', 'config.xml'].map((name) => resolve('examples/image-rotated', name))
const STATIC = pathToFileURL(resolve('dist/convert/index.html')).href

/** What the command line writes of files of an example. */
function withCommandLine(example: string, inputs: readonly string[], args: readonly string[], out: string): Buffer {
  const path = join(folder, out)
  const main = resolve('dist/cli/main.js')
  execFileSync(process.execPath, [main, 'convert', ...inputs, ...args, '--out', path, '--quiet'], {
    cwd: resolve('examples', example),
  })
  return readFileSync(path)
}

async function chooseFormat(page: Page, title: string): Promise<void> {
  await page.getByRole('searchbox').fill(title)
  await page.getByRole('button', { name: title }).first().click()
  await page.getByRole('heading', { name: title, exact: true }).waitFor()
}

async function convertAndSave(page: Page): Promise<Buffer> {
  await page.getByRole('button', { name: 'Convert', exact: true }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^Save (?!the full)/ }).click(),
  ])
  return readFileSync(await download.path())
}

describe.each([
  ['the served page', () => site.open('/convert')],
  ['the one file, opened from a disk, which asks nobody', () => site.open(STATIC, { offline: true })],
])('%s', (_name, open) => {
  it('gives the bytes of the command line: one file', async () => {
    const page = await open()
    await page.getByLabel('Choose files').setInputFiles(SHAPES)
    await page.getByText('tasks of Label Studio').waitFor()
    await chooseFormat(page, 'COCO')
    expect(await convertAndSave(page)).toEqual(withCommandLine('image-rotated', ['tasks.json'], ['--to', 'coco'], 'one.json'))
  })

  it('gives the bytes of the command line: a zip, of a folder, with options', async () => {
    const page = await open()
    await page.getByLabel('Choose a folder').setInputFiles(resolve('examples/image-rotated'))
    await chooseFormat(page, 'Pascal VOC')
    await page.getByLabel('Unlabelled as').fill('thing')
    await page.getByText('What is exported').click()
    await page.getByLabel('Exclude unannotated').check()
    const args = ['--to', 'pascal-voc', '--unlabelled-as', 'thing', '--exclude-unannotated']
    const zip = await allButWording(withCommandLine('.', ['image-rotated'], args, 'voc.zip'))
    expect(await allButWording(await convertAndSave(page))).toEqual(zip)
  })
})

it('reads a data set of another format', async () => {
  withCommandLine('image-two-annotators', ['.'], ['--to', 'coco'], 'instances.json')
  const page = await site.open('/convert')
  await page.getByLabel('Choose files').setInputFiles(join(folder, 'instances.json'))
  await page.getByText('tasks from a data set').waitFor()
  await chooseFormat(page, 'Pascal VOC')
  const zip = await allButWording(withCommandLine(folder, ['instances.json'], ['--to', 'pascal-voc'], 'of-coco.zip'))
  expect(await allButWording(await convertAndSave(page))).toEqual(zip)
})

it('takes what is dropped, says what it is, what would be lost, and what is wrong', async () => {
  const page = await site.open('/convert')
  await page.context().clearCookies()
  await page.reload() // nobody needs to sign in
  await expectAccessible(page)
  await picture(page, 'convert')
  await drop(page, 'broken.json', '{"id": 1')
  await page.getByRole('alert').waitFor()
  await page.getByRole('button', { name: 'Choose other files' }).click()
  await drop(page, 'tasks.json', readFileSync('examples/image-rotated/tasks.json', 'utf8'))
  await page.getByText('No labeling config; from the results').waitFor()
  await page.getByText('formats have nothing to write here').waitFor()
  await picture(page, 'convert-formats')
  await chooseFormat(page, 'YOLO boxes')
  await page.getByRole('button', { name: 'Convert', exact: true }).click()
  await page.getByRole('link', { name: /^Save yolo.zip/ }).waitFor()
  const result = page.getByRole('region', { name: 'Result' })
  await result.getByText('written as its upright box').waitFor()
  await result.getByText('give the labeling config to fix label order and tags').waitFor()
  expect(await result.textContent()).not.toContain('--')
  await expectAccessible(page)
  await picture(page, 'convert-done')
})

async function drop(page: Page, name: string, content: string): Promise<void> {
  const file = `new File([${JSON.stringify(content)}], ${JSON.stringify(name)})`
  const dataTransfer = await page.evaluateHandle(`{ const dropped = new DataTransfer(); dropped.items.add(${file}); dropped }`)
  await page.getByRole('region', { name: 'Files to convert' }).dispatchEvent('drop', { dataTransfer })
}

it('can be called off in the midst', async () => {
  const page = await site.open('/convert')
  const large = join(folder, 'large.jsonl')
  const line = JSON.stringify(JSON.parse(readFileSync('examples/image-rotated/tasks.json', 'utf8'))[0])
  writeFileSync(large, `${line}\n`.repeat(40_000))
  await page.getByLabel('Choose files').setInputFiles(large)
  await chooseFormat(page, 'LabelMe')
  await cancelAtFirstProgress(page)
  await page.getByRole('button', { name: 'Convert', exact: true }).click()
  await page.getByRole('button', { name: 'Convert', exact: true }).waitFor()
  expect(await page.getByRole('link', { name: /^Save/ }).count()).toBe(0)
})

/** Clicks in the page itself: by the time a click comes from here the conversion may be over. */
async function cancelAtFirstProgress(page: Page): Promise<void> {
  await page.evaluate(`new MutationObserver((_changes, observer) => {
    const cancel = document.querySelector('progress[value]:not([value="0"]) ~ button')
    if (cancel === null) return
    observer.disconnect()
    cancel.click()
  }).observe(document.body, { attributes: true, childList: true, subtree: true })`)
}
