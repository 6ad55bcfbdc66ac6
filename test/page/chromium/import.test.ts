import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ALL } from '../../../src/query/query.ts'
import { expectAccessible, openSite, picture } from './site.ts'

const site = await openSite({ examples: false })

async function emptyProject(title: string): Promise<number> {
  return (await site.store.createProject({ title, description: '', config: '', extra: '{}' }, new Date())).id
}

/** Drops files on the page as a person would. */
async function drop(page: Page, files: Readonly<Record<string, string>>): Promise<void> {
  const data = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer()
    for (const [name, text] of ${JSON.stringify(Object.entries(files))}) transfer.items.add(new File([text], name))
    return transfer
  })()`)
  await page.dispatchEvent('main', 'dragover', { dataTransfer: data })
  await page.getByText(/^Drop to import into/).waitFor()
  await page.dispatchEvent('main', 'drop', { dataTransfer: data })
}

it('offers examples where there is nothing', async () => {
  const page = await site.open('/projects')
  await page.getByText('No projects yet').waitFor()
  await picture(page, 'projects-none')
  await page.getByRole('button', { name: 'Make example projects' }).click()
  await page.getByRole('link', { name: 'image-shapes' }).waitFor()
})

it('takes files that are dropped on a project, their labeling config too, and counts them', async () => {
  const id = await emptyProject('Dropped')
  const page = await site.open(`/projects/${id}`)
  await page.getByText('No task is found.').waitFor()
  const folder = join('examples', 'image-rotated')
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  await drop(page, { 'tasks.json': read('tasks.json'), 'config.xml': read('config.xml') })
  await page.getByText('Imported', { exact: true }).waitFor()
  const { tasks } = await site.store.count(id, ALL)
  expect(tasks).toBeGreaterThan(0)
  await expectAccessible(page)
  await picture(page, 'import-done')
  await page.locator('dialog').getByText('Close', { exact: true }).click()
  await page.getByText(`${tasks} tasks`, { exact: true }).waitFor()
  expect((await site.store.project(id))?.config).toBe(read('config.xml').trim())
})

it('takes chosen files of another format, and asks which it is where they do not say', async () => {
  const id = await emptyProject('Chosen')
  const page = await site.open(`/projects/${id}`)
  await page.getByRole('button', { name: 'Import' }).click()
  await expectAccessible(page)
  await picture(page, 'import')
  const file = { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('an O\nB-x O\n') }
  await page.getByLabel('Choose files').setInputFiles(file)
  await page.getByText('Which one is it?').waitFor() // the readers are loaded by the first who needs them
  await page.getByRole('button', { name: 'text', exact: true }).click()
  await page.getByText('Imported', { exact: true }).waitFor()
  expect((await site.store.count(id, ALL)).tasks).toBe(2)
})

it('lists what could not be read', async () => {
  const id = await emptyProject('Damaged')
  const page = await site.open(`/projects/${id}`, { viewport: { width: 390, height: 800 } })
  await page.getByText('No task is found.').waitFor()
  await drop(page, { 'good.json': '[{"data":{"text":"x"}}, 17]', 'bad.json': '[{"data":' })
  await page.getByText('could not be read').waitFor()
  await page.locator('dialog').getByText('bad.json').first().waitFor()
  expect((await site.store.count(id, ALL)).tasks).toBe(1)
  await picture(page, 'import-problems-narrow')
})
