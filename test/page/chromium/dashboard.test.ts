import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { EMPTY_CONFIG } from '../../../src/model/label-config.ts'
import { readFacts } from '../../../src/stores/read-facts.ts'
import type { IndexedTask } from '../../../src/stores/store.ts'
import { expectAccessible, openSite, picture } from './site.ts'

const site = await openSite()
const projects = await site.store.projects()
const idOf = (title: string) => projects.find((one) => one.title === title)?.id

it('shows what a project’s annotations say, with tables and files, and links to what is suspicious', async () => {
  const page = await site.open(`/projects/${idOf('image-two-annotators')}/dashboard`)
  await page.getByRole('heading', { name: 'Agreement' }).waitFor()
  await page.getByRole('heading', { name: 'Box sizes' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'dashboard')
  const labels = page.locator('figure', { has: page.getByRole('heading', { name: 'Labels', exact: true }) })
  await labels.getByText('As a table').click()
  const rows = await labels.locator('tbody tr').allTextContents()
  expect(rows.length).toBeGreaterThan(1)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Labels as CSV' }).click()
  const csv = readFileSync(await (await download).path(), 'utf8')
  expect(
    csv
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.replace(',', '')),
  ).toEqual(rows)
  const picturing = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Labels as SVG' }).click()
  expect(readFileSync(await (await picturing).path(), 'utf8')).toMatch(/^<svg[^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/)
})

it('leads to the tasks that somebody should look at', async () => {
  const id = idOf('text-entities') ?? 0
  const document = { id: 900, data: { text: 'Ann' }, annotations: [{ id: 900, result: [] }] }
  await site.store.put(id, [indexed(document)], 'overwrite')
  const page = await site.open(`/projects/${id}/dashboard`, { viewport: { width: 390, height: 800 } })
  const empty = page.locator('.suspicions li', { hasText: 'nothing is marked' })
  await empty.getByRole('link').waitFor()
  await picture(page, 'dashboard-narrow')
  expect(await page.locator('html').evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(390)
  await empty.getByRole('link').click()
  await expect.poll(() => page.locator('.task-id').allTextContents()).toContain('900')
})

function indexed(task: object): IndexedTask {
  const document = new TextEncoder().encode(JSON.stringify(task))
  return { ...readFacts(document, EMPTY_CONFIG), document, origin: undefined }
}
