import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Locator, Page } from 'playwright-core'
import { afterAll, expect, it } from 'vitest'
import { needBuild } from '../../cli/run-transcript.ts'
import { TOKEN } from '../../server/open-server.ts'
import { allButWording } from './all-but-wording.ts'
import { expectAccessible, openSite, picture } from './site.ts'

needBuild()
const site = await openSite()
const folder = mkdtempSync(join(tmpdir(), 'goldpan-export-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function projectCalled(title: string): Promise<number> {
  const found = (await site.store.projects()).find((project) => project.title === title)
  if (found === undefined) throw new Error(`no project is called ${title}`)
  return found.id
}

async function openFormat(title: string, format: string): Promise<Page> {
  const page = await site.open(`/projects/${await projectCalled(title)}/export?format=${format}`)
  await page.getByRole('heading', { name: 'Preview' }).waitFor()
  await page.getByRole('heading', { name: 'Exports' }).waitFor()
  return page
}

function jobs(page: Page): Locator {
  return page.locator('.job')
}

/** Starts the export that is set up, and downloads what came out. */
async function exportAndDownload(page: Page): Promise<Buffer> {
  const before = await jobs(page).count()
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect.poll(() => jobs(page).count()).toBe(before + 1)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    jobs(page).first().getByRole('link', { name: 'Download' }).click(),
  ])
  return readFileSync(await download.path())
}

/** What the command line writes of a project of the same store. */
async function withCommandLine(title: string, args: readonly string[], out: string): Promise<Buffer> {
  const path = join(folder, out)
  const command = ['export', String(await projectCalled(title)), '--store', site.store.name, ...args, '--out', path, '--quiet']
  execFileSync(process.execPath, [resolve('dist/cli/main.js'), ...command])
  return readFileSync(path)
}

it('asks which project, then which format; those that do not suit say why', async () => {
  const page = await site.open('/export')
  await page.getByRole('link', { name: 'image-two-annotators' }).click()
  await page.getByRole('region', { name: 'Images' }).getByRole('button', { name: 'COCO', exact: false }).first().waitFor()
  await page.getByText('formats have nothing to write here').click()
  await page.getByText('CoNLL-2003').waitFor()
  await expectAccessible(page)
  await picture(page, 'export-formats')
  await page.getByRole('searchbox').fill('xml box')
  await page.getByRole('button', { name: /Pascal VOC/ }).click()
  await page.getByRole('heading', { name: 'Preview' }).waitFor()
  expect(new URL(page.url()).search).toBe('?format=pascal-voc')
  await page.goBack()
  await page.getByRole('searchbox').waitFor()
})

it.each([
  ['coco', 'image-two-annotators', 'coco.zip'],
  ['csv', 'text-entities', 'result.csv'],
  ['pascal-voc', 'image-two-annotators', 'voc.zip'],
])('exports the bytes of the command line: %s', async (format, title, out) => {
  const page = await openFormat(title, format)
  const exported = await allButWording(await exportAndDownload(page))
  expect(exported).toEqual(await allButWording(await withCommandLine(title, ['--to', format], out)))
})

it('shows what will be written and lost while one chooses', async () => {
  const page = await openFormat('image-two-annotators', 'pascal-voc')
  await page.getByText('2 tasks', { exact: true }).waitFor()
  const losses = page.getByRole('region', { name: 'What would be lost' })
  await losses.getByText('annotation-superseded').waitFor()
  await losses.getByText('choose with “Annotations: all|latest|').waitFor()
  expect(await losses.textContent()).not.toContain('--')
  await page.getByRole('textbox', { name: 'Annotations/m1.xml' }).waitFor()
  expect(await page.getByRole('textbox', { name: 'Annotations/m1.xml' }).inputValue()).toContain('<name>Truck</name>')
  await page.getByRole('region', { name: 'Picture image' }).waitFor()
  await page.getByRole('button', { name: 'Task 5' }).click()
  expect(JSON.parse(await page.getByRole('textbox', { name: 'Task 5' }).inputValue())).toMatchObject({ id: 5 })
  await page.getByRole('button', { name: /Annotations\/m5.xml/ }).click()
  expect(await page.getByRole('textbox', { name: 'Annotations/m5.xml' }).inputValue()).toContain('<filename>m5.jpg')
  await expectAccessible(page)
  await picture(page, 'export')
  await page.getByLabel('Only ground truth').check()
  await page.getByText('1 task', { exact: true }).waitFor()
  await page.getByLabel('Search', { exact: true }).fill('label:Trukc OR')
  await page.getByText('Character 15').waitFor()
  expect(await page.getByRole('button', { name: 'Export', exact: true }).isDisabled()).toBe(true)
  await page.getByLabel('Search', { exact: true }).fill('label:Nobody')
  await page.getByText('No task fits the selection').waitFor()
})

it('puts annotators in order, by keyboard and by dragging', async () => {
  const page = await openFormat('image-two-annotators', 'csv')
  await page.locator('summary', { hasText: 'Annotations' }).click()
  const add = page.getByLabel('Add')
  await add.selectOption('alice@example.com')
  await add.selectOption('bob@example.com')
  const order = page.locator('.order li')
  expect(await order.allInnerTexts()).toEqual([expect.stringContaining('alice'), expect.stringContaining('bob')])
  await page.getByRole('button', { name: 'Move bob@example.com up' }).press('Enter')
  await expect.poll(() => order.first().innerText()).toContain('bob')
  await order.first().dragTo(order.nth(1))
  await expect.poll(() => order.first().innerText()).toContain('alice')
  const exported = await exportAndDownload(page)
  const args = ['--to', 'csv', '--annotator-priority', 'alice@example.com,bob@example.com']
  expect(exported).toEqual(await withCommandLine('image-two-annotators', args, 'order.csv'))
})

it('divides the tasks into splits', async () => {
  const page = await openFormat('text-entities', 'conll2003')
  await page.locator('summary', { hasText: 'Splits, names' }).click()
  await page.getByLabel('Split', { exact: true }).fill('train=0.5,val=0.5')
  await page.getByRole('button', { name: /train.conll/ }).waitFor()
  const exported = await exportAndDownload(page)
  expect(exported).toEqual(
    await withCommandLine('text-entities', ['--to', 'conll2003', '--split', 'train=0.5,val=0.5'], 'split.zip'),
  )
})

it('keeps what was exported: again, with the same settings, as a script, away', async () => {
  const page = await openFormat('image-shapes', 'coco')
  await page.getByLabel('Only ground truth').check()
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await jobs(page).first().getByRole('link', { name: 'Download' }).waitFor()
  await page.reload()
  await jobs(page).first().getByText('Only ground truth: true').waitFor()
  await jobs(page).first().getByText('admin').waitFor()
  await jobs(page).first().getByRole('button', { name: 'Export again' }).click()
  await expect.poll(() => jobs(page).count()).toBe(2)
  await jobs(page).first().getByRole('button', { name: 'Open settings' }).click()
  await expect.poll(() => page.getByLabel('Only ground truth').isChecked()).toBe(true)
  await jobs(page).first().getByRole('button', { name: 'Copy as script' }).click()
  await page.getByRole('textbox', { name: 'curl' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'export-script')
  await page.keyboard.press('Escape')
  await jobs(page).first().getByRole('button', { name: 'Delete' }).click()
  await expect.poll(() => jobs(page).count()).toBe(1)
})

it('prints commands that give the same: command line and curl', async () => {
  const page = await openFormat('image-two-annotators', 'csv')
  await page.getByLabel('Search', { exact: true }).fill(`label:Truck OR label:"Bob's"`)
  await page.getByLabel('Only ground truth').check()
  const exported = await exportAndDownload(page)
  await page.getByRole('button', { name: 'Copy as script' }).first().click()
  await page.getByRole('textbox', { name: 'curl' }).waitFor()
  const scripts = await page.getByRole('dialog').getByRole('textbox').all()
  const [commandLine, curl] = await Promise.all(scripts.map((script) => script.inputValue()))
  const goldpan = `goldpan() { '${process.execPath}' '${resolve('dist/cli/main.js')}' "$@"; }\n`
  const env = { ...process.env, GOLDPAN_STORE: site.store.name, GOLDPAN_TOKEN: TOKEN }
  execFileSync('bash', ['-ec', `${goldpan}${commandLine} --quiet`], { cwd: folder, env })
  expect(readFileSync(join(folder, `project-${await projectCalled('image-two-annotators')}-csv.csv`))).toEqual(exported)
  const before = readdirSync(folder)
  await promisify(execFile)('bash', ['-ec', curl ?? ''], { cwd: folder, env }) // beside this process, which has to answer
  const downloaded = readdirSync(folder).filter((name) => !before.includes(name))
  expect(downloaded.map((name) => readFileSync(join(folder, name)))).toEqual([exported])
})

it('is usable on a phone', async () => {
  const id = await projectCalled('image-two-annotators')
  const page = await site.open(`/projects/${id}/export?format=yolo`, { viewport: { width: 390, height: 844 } })
  await page.getByRole('heading', { name: 'Preview' }).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  await expectAccessible(page)
  await picture(page, 'export-phone')
})
