import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ALL } from '../../../src/query/query.ts'
import { TOKEN } from '../../server/open-server.ts'
import { expectAccessible, openSite, picture } from './site.ts'

const site = await openSite()

it('asks for a token, says when it is wrong, and stays signed in', async () => {
  const page = await site.open('/projects')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expectAccessible(page)
  await page.getByLabel('Your token').fill(TOKEN)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Projects' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Projects' }).waitFor()
})

it('signs in with the token of the address, and takes it out of the address', async () => {
  const page = await site.open('/projects')
  await page.context().clearCookies()
  await page.goto(`${site.address}/projects#token=${TOKEN}`)
  await page.reload()
  await page.getByRole('heading', { name: 'Projects' }).waitFor()
  expect(page.url()).toBe(`${site.address}/projects`)
})

it('shows the projects with their counts', async () => {
  const page = await site.open('/')
  const projects = await site.store.projects()
  await expect.poll(() => page.locator('.card').count()).toBe(projects.length)
  for (const { title } of projects) await page.getByRole('link', { name: title, exact: true }).waitFor()
  await expectAccessible(page)
  await picture(page, 'projects')
})

it('makes a project, and says what is wrong with a labeling config while it is typed', async () => {
  const page = await site.open('/projects')
  await page.getByRole('button', { name: 'New project' }).click()
  await page.getByLabel('Title').fill('Made by hand')
  await page.getByLabel('Labeling config').fill('<View><Broken></View>')
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('button', { name: 'Create' }).isDisabled()).toBe(true)
  await expectAccessible(page)
  await page.getByLabel('Labeling config').fill('<View><Text name="text" value="$text"/></View>')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.waitForURL(/\/projects\/\d+$/)
  expect((await site.store.projects()).map(({ title }) => title)).toContain('Made by hand')
})

it('finds, clones and deletes projects, and gives them as zips that make the same project', async () => {
  const page = await site.open('/projects')
  const from = (await site.store.projects()).find(({ title }) => title === 'image-shapes')!
  const card = (title: string) => page.locator('.card').filter({ has: page.getByRole('link', { name: title, exact: true }) })
  const act = async (title: string, what: string) => {
    await card(title).locator('summary').click()
    await card(title).getByText(what, { exact: true }).click()
  }
  await act('image-shapes', 'Clone')
  await card('image-shapes (copy)').waitFor()
  await page.getByLabel('Find a project').fill('(COPY')
  await expect.poll(() => page.locator('.card').count()).toBe(1)
  const download = page.waitForEvent('download')
  await act('image-shapes (copy)', 'Download as a zip')
  const archive = await (await download).path()
  await picture(page, 'projects-found')
  await act('image-shapes (copy)', 'Delete')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => page.locator('.card-leaving').count()).toBe(0)
  await act('image-shapes (copy)', 'Delete')
  expect((await site.store.projects()).some(({ title }) => title === 'image-shapes (copy)')).toBe(true)
  await page.getByText('No project has this').waitFor()
  await page.goto(`${site.address}/projects/${(await site.store.createProject(EMPTY, new Date())).id}`)
  await page.getByRole('button', { name: 'Import' }).click()
  await page.getByLabel('Choose files').setInputFiles(archive)
  await page.getByText('Imported', { exact: true }).waitFor()
  const back = (await site.store.projects()).find(({ title }) => title === EMPTY.title)!
  expect(back.config).toBe(from.config)
  expect(await documentsOf(back.id)).toEqual(await documentsOf(from.id))
})

it('needs less than 100 kB of packed script for its first screen', async () => {
  const page = await site.open('/projects')
  await page.getByRole('heading', { name: 'Projects' }).waitFor()
  const names = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname))
  const scripts = names.filter((name) => name.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(0)
  const assets = join('dist', 'page', 'assets')
  expect(readdirSync(assets).length).toBeGreaterThan(scripts.length)
  const bytes = scripts.map((name) => statSync(join('dist', 'page', `${name}.gz`)).size).reduce((a, b) => a + b)
  expect(bytes).toBeLessThan(100_000)
})

const EMPTY = { title: 'From a zip', description: '', config: '', extra: '{}' }

async function documentsOf(project: number): Promise<string[]> {
  const tasks = await site.store.list(project, ALL, { order: 'id', offset: 0, limit: 100 })
  return tasks.map(({ document }) => new TextDecoder().decode(document))
}
