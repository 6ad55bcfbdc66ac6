import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { EMPTY_CONFIG } from '../../../src/model/label-config.ts'
import { ALL } from '../../../src/query/query.ts'
import { readFacts } from '../../../src/stores/read-facts.ts'
import type { IndexedTask } from '../../../src/stores/store.ts'
import { expectAccessible, openSite, picture } from './site.ts'

const site = await openSite()
const projects = await site.store.projects()

function idOf(title: string): number {
  const project = projects.find((one) => one.title === title)
  if (project === undefined) throw new Error(`no project ${title}`)
  return project.id
}

const rows = (page: Page) => page.locator('tbody tr')
const search = (page: Page) => page.getByRole('combobox', { name: 'Search tasks' })
const queryIn = (page: Page) => new URL(page.url()).searchParams.get('query')

it('shows a row for each task, and opens it with the search it was found by', async () => {
  const id = idOf('image-two-annotators')
  const page = await site.open(`/projects/${id}?query=label:car`)
  await page.getByText('1 of 5 tasks').waitFor()
  await expect.poll(() => rows(page).count()).toBe(1)
  await expect.poll(() => rows(page).textContent()).toMatch(/m1\.jpg.*car, Truck.*★ ground truth/)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Take away label:car' }).click()
  await page.getByText('5 tasks', { exact: true }).waitFor()
  await expect.poll(() => rows(page).count()).toBe(5)
  await picture(page, 'data')
  await page.getByRole('link', { name: 'm5.jpg' }).click()
  await page.waitForURL(`**/projects/${id}/tasks/5`)
})

it('says below the character what is wrong with a query, completes it, and searches for it', async () => {
  const page = await site.open(`/projects/${idOf('image-two-annotators')}`)
  await search(page).fill('lab')
  await page.getByRole('option', { name: 'label:' }).waitFor()
  await search(page).press('ArrowDown')
  await search(page).press('Enter')
  expect(await search(page).inputValue()).toBe('label:')
  await page.getByRole('option', { name: /human/ }).waitFor()
  await picture(page, 'data-completion')
  await page.getByRole('option', { name: /human/ }).click()
  await expect.poll(() => queryIn(page)).toBe('label:human')
  await expect.poll(() => rows(page).count()).toBe(1)
  await search(page).fill('is:ground-truth lable:car')
  expect(await page.getByRole('alert').textContent()).toContain('there is no field `lable` (character 17 of the query)')
  const [caret, field] = await Promise.all([page.locator('.query-caret').boundingBox(), search(page).boundingBox()])
  expect(caret!.x - field!.x).toBeGreaterThan(16 * 7) // characters are 8 or 9 pixels wide
  await expectAccessible(page)
  await picture(page, 'data-mistake')
})

it('writes filters into the query', async () => {
  const page = await site.open(`/projects/${idOf('image-two-annotators')}`)
  await page.getByText('State', { exact: true }).first().click()
  await page.getByRole('button', { name: 'Annotated', exact: true }).click()
  await expect.poll(() => queryIn(page)).toBe('is:annotated')
  await page.locator('summary', { hasText: 'Label' }).click()
  await page.getByRole('button', { name: /human/ }).click()
  await expect.poll(() => queryIn(page)).toBe('is:annotated label:human')
  await page.locator('summary', { hasText: 'Date' }).click()
  await page.getByLabel('from', { exact: true }).fill('2024-01-01')
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect.poll(() => queryIn(page)).toBe('is:annotated label:human updated:2024-01-01..')
  await page.locator('summary', { hasText: 'Saved filters' }).click()
  await page.getByLabel('Title of the filter').fill('People')
  await page.getByRole('button', { name: 'Save this filter' }).click()
  await page.getByRole('button', { name: /^People/ }).waitFor()
  await page.goto(`${site.address}/projects/${idOf('image-two-annotators')}`)
  await page.locator('summary', { hasText: 'Saved filters' }).click()
  await page.getByRole('button', { name: /^People/ }).click()
  await expect.poll(() => queryIn(page)).toBe('is:annotated label:human updated:2024-01-01..')
  expect(await search(page).inputValue()).toBe('is:annotated label:human updated:2024-01-01..')
})

it('sorts, and chooses columns that stay chosen', async () => {
  const page = await site.open(`/projects/${idOf('image-two-annotators')}`)
  await page.getByRole('button', { name: /^ID/ }).click()
  await expect.poll(() => page.locator('.task-id').allTextContents()).toEqual(['5', '4', '3', '2', '1'])
  expect(await page.getByRole('columnheader', { name: /^ID/ }).getAttribute('aria-sort')).toBe('descending')
  await page.locator('summary', { hasText: 'Columns' }).click()
  await page.getByLabel('Annotators').uncheck()
  await page.getByLabel('Created').check()
  await page.reload()
  await page.getByRole('columnheader', { name: 'Created' }).waitFor()
  expect(await page.getByRole('columnheader', { name: 'Annotators' }).count()).toBe(0)
})

it('draws only what is in view of a long list, and jumps anywhere in it', async () => {
  const { id } = await site.store.createProject({ title: 'Long', description: '', config: '', extra: '{}' }, new Date())
  const tasks = Array.from({ length: 5000 }, (_, k) => indexed({ id: k + 1, data: { text: `text ${k + 1}` } }))
  await site.store.put(id, tasks, 'overwrite')
  const page = await site.open(`/projects/${id}`)
  await page.getByRole('link', { name: 'text 1', exact: true }).waitFor()
  const table = page.locator('.tasks')
  for (const [share, task] of [
    [1, 5000],
    [0.5, 2500],
    [0, 1],
  ] as const) {
    await table.evaluate((list, part) => list.scrollTo(0, part * list.scrollHeight), share)
    await page.getByRole('link', { name: `text ${task}`, exact: true }).waitFor()
    expect(await rows(page).count()).toBeLessThan(60)
  }
})

it('deletes tasks when the time to undo it is over, not before, and not when it is undone', async () => {
  const id = idOf('text-choices')
  const { tasks } = await site.store.count(id, ALL)
  const page = await site.open(`/projects/${id}`)
  await page.getByLabel('Select task 1').check()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.locator('.task-leaving').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => page.locator('.task-leaving').count()).toBe(0)
  await page.getByLabel('Select task 2').check()
  await page.getByText('2 selected').waitFor()
  const href = await page.getByRole('link', { name: 'Export these' }).getAttribute('href')
  expect(href).toBe(`/projects/${id}/export?query=${encodeURIComponent('id:1,2')}`)
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  expect((await site.store.count(id, ALL)).tasks).toBe(tasks)
  await picture(page, 'data-leaving')
  await page.getByText(`${tasks - 2} tasks`, { exact: true }).waitFor()
  expect(await site.store.known(id, [1, 2])).toEqual(new Set())
})

it('can be used on a telephone, and from the keyboard', async () => {
  const page = await site.open(`/projects/${idOf('image-shapes')}`, { viewport: { width: 390, height: 800 } })
  await rows(page).first().waitFor()
  await expectAccessible(page)
  await picture(page, 'data-narrow')
  expect(await page.locator('html').evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(390)
  await page
    .getByRole('link', { name: /\.(?:jpg|png)/ })
    .first()
    .focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/tasks/*')
})

function indexed(task: object): IndexedTask {
  const document = new TextEncoder().encode(JSON.stringify(task))
  return { ...readFacts(document, EMPTY_CONFIG), document, origin: undefined }
}
