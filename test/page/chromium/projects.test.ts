import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { expectAccessible, openSite, picture, TOKEN } from './site.ts'

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
