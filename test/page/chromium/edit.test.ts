import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { JsonNode } from '../../../src/json/node.ts'
import { ask, exported, makeProject, stripes, tone, upload } from './labeled.ts'
import { expectAccessible, openSite, picture, settle } from './site.ts'

const site = await openSite({ examples: false })

const BOXES = `<View><Image name="image" value="$image"/>
  <RectangleLabels name="box" toName="image"><Label value="Truck" background="red" hotkey="t"/><Label value="Car"/></RectangleLabels>
  <PolygonLabels name="outline" toName="image"><Label value="Road"/></PolygonLabels>
  <BrushLabels name="brush" toName="image"><Label value="Dirt"/></BrushLabels>
  <Choices name="light" toName="image"><Choice value="Day"/><Choice value="Night" hotkey="n"/></Choices></View>`

/** The annotations of a task, as the API has them. */
async function annotationsOf(task: number): Promise<readonly JsonNode[]> {
  return (await ask(site, `/api/tasks/${task}`)).get('annotations')?.elements() ?? []
}

const resultsIn = (annotation: JsonNode | undefined) => annotation?.get('result')?.elements() ?? []
const valuesIn = (annotation: JsonNode | undefined) => resultsIn(annotation).map((result) => result.get('value')?.value())

/** Sends the work. What the page told of the time before may still be there, so the server's answer is awaited, too. */
async function saved(page: Page, button: string): Promise<void> {
  const [response] = await Promise.all([
    page.waitForResponse((one) => one.request().method() !== 'GET' && one.url().includes('/annotations')),
    page.getByRole('button', { name: button, exact: true }).click(),
  ])
  expect(response.ok()).toBe(true)
  await page.locator('.toast-good').last().waitFor()
}

/** The picture has its place, and the page listens. */
async function pictureReady(page: Page): Promise<void> {
  await page.locator('.stage image').waitFor()
  await settle(page)
}

/** Where a point of the picture (pixels) is on the screen. */
async function onScreen(page: Page, x: number, y: number): Promise<readonly [number, number]> {
  const box = (await page.locator('.stage').boundingBox())!
  const transform = (await page.locator('.stage svg > g').getAttribute('transform')) ?? ''
  const [left = 0, top = 0, scale = 1] = (transform.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number)
  return [box.x + 1 + left + x * scale, box.y + 1 + top + y * scale] // 1: the border
}

/** Selects letters [from, to) of a piece of text, and lifts the pointer. */
async function selectText(page: Page, piece: number, from: number, to: number): Promise<void> {
  await page.evaluate(`(() => {
    const text = document.querySelectorAll('.text-body [data-start]')[${piece}].firstChild
    getSelection().setBaseAndExtent(text, ${from}, text, ${to})
  })()`)
  await page.locator('.text-body').dispatchEvent('pointerup')
}

async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await page.mouse.move(...(await onScreen(page, ...from)))
  await page.mouse.down()
  await page.mouse.move(...(await onScreen(page, (from[0] + to[0]) / 2, (from[1] + to[1]) / 2)))
  await page.mouse.move(...(await onScreen(page, ...to)))
  await page.mouse.up()
}

async function pictureProject(title: string, more: object = {}) {
  const { id } = await makeProject(site, `${title}, files`, BOXES, [])
  const image = await upload(site, id, 'street.png', stripes(400, 200))
  return makeProject(site, title, BOXES, [{ data: { image }, ...more }])
}

const predicted = {
  id: 'p1',
  from_name: 'box',
  to_name: 'image',
  type: 'rectanglelabels',
  original_width: 400,
  original_height: 200,
  image_rotation: 0,
  value: { x: 10.0, y: 20, width: 30, height: 25, rotation: 0, rectanglelabels: ['Truck'] },
  meta: { text: ['kept'] },
}

it('takes a prediction over, moves and relabels its box, and the export has it so', async () => {
  const predictions = [{ model_version: 'v1', score: 0.5, result: [predicted] }]
  const { id, tasks } = await pictureProject('Streets', { predictions })
  const page = await site.open(`/projects/${id}/tasks/${tasks[0]}`)
  await page.getByRole('link', { name: 'Take this prediction over' }).click()
  await page.getByRole('button', { name: 'Submit' }).waitFor()
  await pictureReady(page)
  await page.getByText('Shown here, but changed elsewhere: BrushLabels brush').waitFor()
  await page.getByRole('button', { name: /^Truck rectangle/ }).click()
  await expectAccessible(page)
  await picture(page, 'edit-image')
  await drag(page, [100, 65], [140, 85]) // by 10 % of both sides
  await page.getByRole('button', { name: 'Car', exact: true }).click()
  await page.getByRole('button', { name: /^Car rectangle, 120 × 50 px/ }).waitFor()
  await page.getByRole('radio', { name: /Day/ }).check()
  await saved(page, 'Submit')
  await page.getByRole('button', { name: 'Update' }).waitFor()
  const [annotation] = await annotationsOf(tasks[0]!)
  expect(annotation?.get('parent_prediction')?.kind).toBe('number')
  expect(resultsIn(annotation)[0]?.value()).toMatchObject({ id: 'p1', meta: { text: ['kept'] } })
  const coco = JSON.parse(await exported(site, id, 'COCO', 'result.json'))
  expect(coco.annotations).toHaveLength(1)
  expect(coco.annotations[0].bbox.map((value: number) => Math.round(value))).toEqual([80, 60, 120, 50])
  const name = coco.categories.find((category: { id: number }) => category.id === coco.annotations[0].category_id).name
  expect(name).toBe('Car')
})

it('draws a box and an outline, resizes, takes steps back, and updates', async () => {
  const { id, tasks } = await pictureProject('More streets')
  const page = await site.open(`/projects/${id}/tasks/${tasks[0]}/edit`)
  await pictureReady(page)
  await page.keyboard.press('t')
  await drag(page, [40, 20], [120, 100])
  await page.getByRole('button', { name: /^Truck rectangle/ }).waitFor()
  await page.getByRole('button', { name: /^Road/ }).click()
  for (const [x, y] of [
    [200, 20],
    [360, 20],
    [360, 90],
  ] as const)
    await page.mouse.click(...(await onScreen(page, x, y)))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Road polygon/ }).waitFor()
  await page.keyboard.press('Control+z')
  await expect.poll(() => page.getByRole('button', { name: /^Road polygon/ }).count()).toBe(0)
  await page.keyboard.press('Control+Shift+z')
  await page.getByRole('button', { name: /^Road polygon/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Truck rectangle/ }).click()
  await drag(page, [120, 100], [140, 120])
  await page.getByRole('button', { name: /^Truck rectangle, (?:99|100)/ }).waitFor()
  await page.keyboard.press('n')
  await expect.poll(() => page.getByRole('radio', { name: /Night/ }).isChecked()).toBe(true)
  await saved(page, 'Submit')
  await page.getByRole('button', { name: 'Update' }).waitFor()
  await settle(page)
  await page.getByRole('button', { name: /^Road polygon/ }).click()
  await page.keyboard.press('Delete')
  await saved(page, 'Update')
  const annotations = await annotationsOf(tasks[0]!)
  expect(annotations).toHaveLength(1)
  const [box, choice] = resultsIn(annotations[0])
  expect(box?.get('value')?.value()).toMatchObject({ rotation: 0, rectanglelabels: ['Truck'] })
  for (const [key, value] of Object.entries({ x: 10, y: 10, width: 25, height: 50 }))
    expect(box?.get('value')?.get(key)?.number()).toBeCloseTo(value, 0)
  expect(choice?.get('value')?.value()).toEqual({ choices: ['Night'] })
})

it('needs no pointer: adds a box with keys, puts it into place, and skips', async () => {
  const { id, tasks } = await pictureProject('Streets without a pointer')
  const page = await site.open(`/projects/${id}/tasks/${tasks[0]}/edit`)
  await pictureReady(page)
  await page.getByRole('button', { name: /^Car/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Add one in the middle' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Car rectangle, 80 × 40 px/ }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  await expect.poll(() => page.getByLabel('left').inputValue()).toBe('40.25')
  await page.getByLabel('width').fill('50')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: /^Car rectangle, 200 × 40 px/ }).waitFor()
  await saved(page, 'Skip')
  const [annotation] = await annotationsOf(tasks[0]!)
  expect(annotation?.get('was_cancelled')?.boolean()).toBe(true)
  expect(valuesIn(annotation)[0]).toMatchObject({ x: 40.25, y: 45, width: 50, height: 20 })
})

it('keeps unsent work, and asks before it is left', async () => {
  const { id, tasks } = await pictureProject('Interrupted')
  const page = await site.open(`/projects/${id}/tasks/${tasks[0]}/edit`)
  await pictureReady(page)
  await page.keyboard.press('t')
  await drag(page, [40, 20], [120, 100])
  await page.getByText('Not sent yet').waitFor()
  const asked: string[] = []
  page.once('dialog', (dialog) => {
    asked.push(dialog.message())
    void dialog.dismiss()
  })
  await page.getByRole('link', { name: 'Look at it' }).click()
  expect(page.url()).toMatch(/edit$/)
  expect(asked).toHaveLength(1)
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await page.getByText('goes on from what this browser had kept').waitFor()
  await page.getByRole('button', { name: /^Truck rectangle/ }).waitFor()
})

const TEXT =
  '<View><Text name="text" value="$text"/><Labels name="label" toName="text"><Label value="PER"/><Label value="LOC"/></Labels><TextArea name="note" toName="text"/><Rating name="stars" toName="text" maxRating="5"/></View>'

it('labels text behind an emoji with pointer and keys, and CoNLL has it right', async () => {
  const { id, tasks } = await makeProject(site, 'Letters', TEXT, [{ data: { text: '😀 Ada met Bob in Paris.' } }])
  const page = await site.open(`/projects/${id}/tasks/${tasks[0]}/edit`)
  await page.locator('.text-body').waitFor()
  await settle(page)
  await page.getByRole('button', { name: /^PER/ }).click()
  await selectText(page, 0, 3, 6)
  await expect.poll(() => page.locator('mark').allTextContents()).toEqual(['Ada'])
  await page.keyboard.press('Escape')
  await page.keyboard.press('2')
  await page.locator('.text-body').focus()
  const selected = () => page.evaluate('getSelection().toString().trim()')
  for (let k = 0; k < 12 && (await selected()) !== 'Paris'; k++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('mark').allTextContents()).toEqual(['Ada', 'Paris'])
  await page.getByLabel('note').first().fill('two names')
  await page.getByRole('button', { name: '4 of 5' }).click()
  await expectAccessible(page)
  await picture(page, 'edit-text')
  await saved(page, 'Submit')
  const [annotation] = await annotationsOf(tasks[0]!)
  expect(valuesIn(annotation)).toEqual([
    { start: 2, end: 5, text: 'Ada', labels: ['PER'] },
    { start: 17, end: 22, text: 'Paris', labels: ['LOC'] },
    { text: ['two names'] },
    { rating: 4 },
  ])
  const conll = await exported(site, id, 'CONLL2003', '')
  expect(conll).toContain('Ada -X- _ B-PER')
  expect(conll).toContain('Paris -X- _ B-LOC')
})

const CALLS =
  '<View><Audio name="audio" value="$audio"/><Labels name="speaker" toName="audio"><Label value="Agent"/><Label value="Customer"/></Labels><TextArea name="words" toName="audio" perRegion="true"/></View>'

it('marks and transcribes a segment, and the manifest has it', async () => {
  const { id: files } = await makeProject(site, 'Recordings', CALLS, [])
  const audio = await upload(site, files, 'call.wav', tone(4))
  const { id, tasks } = await makeProject(site, 'Calls', CALLS, [{ data: { audio } }])
  const page = await site.open(`/projects/${id}/tasks/${tasks[0]}/edit`)
  await page.getByText('of 0:04.0').waitFor()
  await page.getByRole('button', { name: /^Agent/ }).click()
  await settle(page) // then the wave can be drawn on
  const { x, y, width } = (await page.locator('.wave').boundingBox())!
  await page.mouse.move(x + width * 0.25, y + 60)
  await page.mouse.down()
  await page.mouse.move(x + width * 0.4, y + 60, { steps: 5 })
  await page.mouse.move(x + width * 0.5, y + 60, { steps: 5 })
  await page.mouse.up()
  await page.getByLabel('words').first().fill('Good morning')
  await page.getByLabel('start').fill('1.25')
  await page.getByLabel('end').fill('2')
  await page.keyboard.press('Tab')
  await page.getByText('words: Good morning').waitFor()
  await expectAccessible(page)
  await picture(page, 'edit-audio')
  await saved(page, 'Submit')
  const manifest = await exported(site, id, 'ASR_MANIFEST', '.json')
  const line = JSON.parse(manifest.trim().split('\n')[0]!)
  expect(line).toMatchObject({ text: 'Good morning', offset: 1.25, duration: 0.75 })
})

it('labels a dialogue, in code points of its paragraphs', async () => {
  const config =
    '<View><Paragraphs name="talk" value="$talk" nameKey="who" textKey="said"/><ParagraphLabels name="l" toName="talk"><Label value="Thing"/></ParagraphLabels></View>'
  const talk = [
    { who: 'A', said: 'Good 😀 morning.' },
    { who: 'B', said: '😀 my engine?' },
  ]
  const { id, tasks } = await makeProject(site, 'Talks', config, [{ data: { talk } }])
  const page = await site.open(`/projects/${id}/tasks/${tasks[0]}/edit`)
  await page.getByRole('button', { name: /^Thing/ }).click()
  await selectText(page, 1, 6, 12)
  await expect.poll(() => page.locator('mark').allTextContents()).toEqual(['engine'])
  await saved(page, 'Submit')
  const [annotation] = await annotationsOf(tasks[0]!)
  expect(valuesIn(annotation)[0]).toEqual({
    start: '1',
    end: '1',
    startOffset: 5,
    endOffset: 11,
    text: 'engine',
    paragraphlabels: ['Thing'],
  })
})

it('can be used on a phone', async () => {
  const { id, tasks } = await pictureProject('Streets on a phone', { predictions: [{ result: [predicted] }] })
  const page = await site.open(`/projects/${id}/tasks/${tasks[0]}/edit`, {
    viewport: { width: 390, height: 800 },
    hasTouch: true,
  })
  await page.locator('.stage image').waitFor()
  expect(await page.locator('html').evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(390)
  await expectAccessible(page)
  await picture(page, 'edit-phone')
})
