import { expect, it } from 'vitest'
import { createUser } from '../../../src/server/access/users.ts'
import { expectAccessible, openSite, picture } from './site.ts'

const site = await openSite()
const find = async (title: string) => (await site.store.projects()).find((one) => one.title === title)
const { id = 0 } = (await find('image-rotated')) ?? {}

it('changes title and description', async () => {
  const page = await site.open(`/projects/${id}/settings`)
  await page.getByLabel('Title').fill('Turned boxes')
  await page.getByLabel('Description').fill('Boxes that are turned')
  await page.getByRole('button', { name: 'Save title and description' }).click()
  await page.getByRole('heading', { name: 'Turned boxes' }).waitFor()
  expect(await site.store.project(id)).toMatchObject({ title: 'Turned boxes', description: 'Boxes that are turned' })
})

it('says where a labeling config is wrong, and what of the annotations it would not fit', async () => {
  const page = await site.open(`/projects/${id}/settings`)
  const config = page.getByLabel('Labeling config')
  await config.fill('<View>\n  <Image name="image" value="$image">\n</View>')
  await page.getByRole('alert').getByText('Line 3').waitFor()
  await page.getByRole('button', { name: 'Go there' }).click()
  expect(await config.evaluate((field) => 'selectionStart' in field && Number(field.selectionStart))).toBeGreaterThan(40)
  expect(await page.getByRole('button', { name: 'Save labeling config' }).isDisabled()).toBe(true)
  await expectAccessible(page)
  await config.fill('<View><Image name="image" value="$image"/><RectangleLabels name="other" toName="nothing"/></View>')
  await page.getByRole('alert').getByText('not found in names').waitFor()
  await config.fill('<View><Image name="image" value="$image"/></View>')
  await page.locator('.misfits').getByText('control tag').first().waitFor()
  await picture(page, 'settings')
  const changed = (await site.store.project(id))!.config.replace('</View>', '<Header value="Turn them"/></View>')
  await config.fill(changed)
  await expect.poll(() => page.locator('.misfits').count()).toBe(0)
  await page.getByRole('button', { name: 'Save labeling config' }).click()
  await page.getByText('Labeling config saved').waitFor()
  expect((await site.store.project(id))?.config).toBe(changed)
})

it('gives people roles, and takes them away', async () => {
  const user = await createUser(site.store, { email: 'ann@example.com', role: 'none' }, new Date())
  const page = await site.open(`/projects/${id}/settings`, { viewport: { width: 390, height: 800 } })
  await page.getByLabel('User', { exact: true }).selectOption('ann@example.com')
  await page.getByRole('button', { name: 'Add to this project' }).click()
  await page.getByLabel('Role of ann@example.com').selectOption('manager')
  const role = () => site.store.records.get('members', `${id}.${user.id}`)
  await expect.poll(role).toBe('manager')
  await picture(page, 'settings-narrow')
  await page.getByRole('button', { name: 'Take ann@example.com’s role away' }).click()
  await expect.poll(role).toBeUndefined()
})

it('deletes a project when the time to undo it is over', async () => {
  const gone = await find('image-brush')
  const page = await site.open(`/projects/${gone?.id}/settings`)
  await page.getByRole('button', { name: 'Delete this project' }).click()
  await page.waitForURL('**/projects')
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Delete this project' }).click()
  expect(await find('image-brush')).toBeDefined()
  await expect.poll(() => find('image-brush')).toBeUndefined()
})
