import { expect, it } from 'vitest'
import { encodeRle } from '../../../src/model/rle.ts'
import { makeProject, stripes, tone, upload } from './labeled.ts'
import { expectAccessible, openSite, picture, settle } from './site.ts'

const site = await openSite()

const IMAGE_CONFIG = `<View><Image name="image" value="$image"/>
  <RectangleLabels name="box" toName="image"><Label value="Truck" background="red"/><Label value="Car" hotkey="c"/></RectangleLabels>
  <PolygonLabels name="outline" toName="image"><Label value="Road"/></PolygonLabels>
  <EllipseLabels name="oval" toName="image"><Label value="Wheel"/></EllipseLabels>
  <KeyPointLabels name="point" toName="image"><Label value="Lamp"/></KeyPointLabels>
  <BrushLabels name="brush" toName="image"><Label value="Dirt"/></BrushLabels>
  <Choices name="light" toName="image"><Choice value="Day"/><Choice value="Night"/></Choices></View>`
const SIZE = { width: 320, height: 240 }

function onImage(id: string, fromName: string, type: string, value: object): object {
  const size = { original_width: SIZE.width, original_height: SIZE.height, image_rotation: 0 }
  return { id, from_name: fromName, to_name: 'image', type, ...size, value }
}

function boxResult(id: string, label: string, x: number, y: number, width: number, height: number, rotation = 0): object {
  return onImage(id, 'box', 'rectanglelabels', { x, y, width, height, rotation, rectanglelabels: [label] })
}

const day = { id: 'c1', from_name: 'light', to_name: 'image', type: 'choices', value: { choices: ['Day'] } }
const night = { id: 'c2', from_name: 'light', to_name: 'image', type: 'choices', value: { choices: ['Night'] } }

function dirt(): number[] {
  const plane = new Uint8Array(SIZE.width * SIZE.height)
  for (let y = 150; y < 210; y++) plane.fill(255, y * SIZE.width + 200, y * SIZE.width + 290)
  return encodeRle(plane, SIZE)
}

async function imageProject() {
  const project = await makeProject(site, 'Street', IMAGE_CONFIG, [])
  const image = await upload(site, project.id, 'street.png', stripes(SIZE.width, SIZE.height))
  const first = [
    boxResult('b1', 'Truck', 10, 20, 30, 25, 20),
    boxResult('b2', 'Car', 50, 10, 20, 20),
    onImage('g1', 'outline', 'polygonlabels', {
      points: [
        [5, 90],
        [40, 60],
        [60, 95],
      ],
      closed: true,
      polygonlabels: ['Road'],
    }),
    onImage('e1', 'oval', 'ellipselabels', { x: 80, y: 30, radiusX: 8, radiusY: 12, rotation: 0, ellipselabels: ['Wheel'] }),
    onImage('k1', 'point', 'keypointlabels', { x: 90, y: 80, width: 1, keypointlabels: ['Lamp'] }),
    onImage('m1', 'brush', 'brushlabels', { format: 'rle', rle: dirt(), brushlabels: ['Dirt'] }),
    day,
  ]
  const second = [boxResult('x1', 'Truck', 10, 20, 30, 25, 20), boxResult('x2', 'Car', 52, 11, 20, 20), night]
  const predicted = [boxResult('p1', 'Car', 50, 10, 20, 20), boxResult('p2', 'Truck', 2, 2, 10, 10)]
  const made = await makeProject(site, 'Street with annotations', IMAGE_CONFIG, [
    {
      data: { image },
      annotations: [
        { result: first, lead_time: 61.5, ground_truth: false },
        { result: second, ground_truth: true },
      ],
      predictions: [{ model_version: 'yolo-9', score: 0.83, result: predicted }],
    },
    { data: { image: 's3://bucket/far.jpg' }, annotations: [{ result: [boxResult('b1', 'Car', 10, 10, 50, 50)] }] },
    { data: { image: [image, image] }, annotations: [{ result: [{ ...boxResult('b1', 'Car', 1, 1, 9, 9), item_index: 1 }] }] },
  ])
  return made
}

const street = await imageProject()
const streetTask = (k: number) => `/projects/${street.id}/tasks/${street.tasks[k]}`

it('draws every kind of region on a picture, and links it with its place in the list', async () => {
  const page = await site.open(streetTask(0))
  await page.locator('.stage image').first().waitFor()
  await expect.poll(() => page.locator('.shape').count()).toBe(6)
  await expect.poll(() => page.locator('.mask').count()).toBe(1)
  await settle(page)
  expect(await page.locator('.shape polygon.line').count()).toBe(4)
  await page.getByRole('button', { name: /Truck rectangle, 96 × 60 px, turned by 20°/ }).click()
  await expect.poll(() => page.locator('.shape.selected').count()).toBe(1)
  await expect.poll(() => page.getByRole('button', { name: /^Truck/ }).getAttribute('aria-pressed')).toBe('true')
  await page.locator('.shape', { hasText: 'Wheel' }).click()
  await expect.poll(() => page.getByRole('button', { name: /^Wheel/ }).getAttribute('aria-pressed')).toBe('true')
  const mask = (await page.locator('.mask').boundingBox())! // as large as the picture
  await page.mouse.click(mask.x + (mask.width * 240) / SIZE.width, mask.y + (mask.height * 180) / SIZE.height)
  await expect.poll(() => page.getByRole('button', { name: /^Dirt/ }).getAttribute('aria-pressed')).toBe('true')
  await page.getByText('Day', { exact: true }).waitFor()
  expect(await page.locator('.version').first().textContent()).toMatch(/@.*annotation \d+ · 6 regions · 1 answer · took 1:01.5/)
  await expectAccessible(page)
  await picture(page, 'task-image')
})

it('zooms with wheel, buttons and keys, and moves', async () => {
  const page = await site.open(streetTask(0))
  const stage = page.locator('.stage')
  await page.locator('.stage image').first().waitFor()
  await settle(page)
  const place = () => page.locator('.stage svg > g').getAttribute('transform')
  const scale = async () => Number(/scale\((.*)\)/.exec((await place()) ?? '')?.[1])
  const before = await scale()
  await stage.hover()
  await page.mouse.wheel(0, -400)
  await expect.poll(scale).toBeCloseTo(before * 2, 3)
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect.poll(scale).toBeCloseTo(before, 3)
  await stage.focus()
  await page.keyboard.press('+')
  await expect.poll(scale).toBeCloseTo(before * 1.25, 3)
  const still = await place()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(place).not.toBe(still)
})

it('hides labels, and compares two annotations over each other and side by side', async () => {
  const page = await site.open(streetTask(0))
  await expect.poll(() => page.locator('.shape').count()).toBe(6)
  await page.getByRole('checkbox', { name: /^Truck/ }).uncheck()
  await expect.poll(() => page.locator('.shape').count()).toBe(5)
  await page.getByRole('checkbox', { name: /^Truck/ }).check()
  const second = page.locator('.version').nth(1)
  await page.getByLabel('Compare with').selectOption({ index: 1 })
  await expect.poll(() => page.locator('.shape').count()).toBe(8)
  expect(await page.locator('.shape.faint').count()).toBe(2)
  await page.getByText('elsewhere in the other').first().waitFor()
  await page.getByText('differs').waitFor()
  await picture(page, 'task-compare')
  await page.getByLabel('side by side').check()
  await expect.poll(() => page.locator('.stage').count()).toBe(2)
  await picture(page, 'task-beside')
  await second.click()
  await expect.poll(() => page.locator('.shape').count()).toBe(2)
})

it('stars an annotation, which takes the star from the other', async () => {
  const page = await site.open(streetTask(0))
  const star = page.getByRole('button', { name: 'Ground truth' })
  await expect.poll(() => star.getAttribute('aria-pressed')).toBe('false')
  await star.click()
  await expect.poll(() => star.getAttribute('aria-pressed')).toBe('true')
  await expect.poll(() => page.locator('.version', { hasText: '★' }).count()).toBe(1)
})

it('goes to the next task of the query, by link and by key', async () => {
  const page = await site.open(`${streetTask(0)}?query=${encodeURIComponent('label:Car')}`)
  const linkTo = (k: number) => page.getByRole('navigation', { name: 'Tasks' }).locator(`a[href^="${streetTask(k)}?"]`)
  await page.getByRole('link', { name: 'Next' }).click()
  await page.waitForURL(new RegExp(`/tasks/${street.tasks[1]}\\?query=label`))
  await page.getByText('The picture could not be loaded.').waitFor()
  await page.getByText('s3://bucket/far.jpg').waitFor()
  await expect.poll(() => page.locator('.shape').count()).toBe(1)
  await picture(page, 'task-without-picture')
  await linkTo(2).waitFor() // the key goes where the link goes, once that is known
  await settle(page)
  await page.keyboard.press('j')
  await page.waitForURL(new RegExp(`/tasks/${street.tasks[2]}`))
  await page.getByLabel('Page').selectOption({ label: '2 of 2 (1 region)' })
  await expect.poll(() => page.locator('.shape').count()).toBe(1)
  await linkTo(1).waitFor()
  await settle(page)
  await page.keyboard.press('Tab')
  await page.keyboard.press('k')
  await page.waitForURL(new RegExp(`/tasks/${street.tasks[1]}`))
})

const TEXT_CONFIG = `<View><Text name="text" value="$text"/><Labels name="label" toName="text"><Label value="PER" background="red"/><Label value="ORG"/><Label value="LOC"/></Labels>
  <Choices name="mood" toName="text" choice="multiple"><Choice value="Glad"/><Choice value="Sad"/></Choices></View>`

it('shows nested and overlapping spans behind an emoji, relations and answers', async () => {
  const text = '😀 Ada Lovelace of the Royal Society of London met Mr Babbage.'
  const span = (id: string, label: string, words: string) => {
    const start = [...text.slice(0, text.indexOf(words))].length
    const value = { start, end: start + [...words].length, text: words, labels: [label] }
    return { id, from_name: 'label', to_name: 'text', type: 'labels', value }
  }
  const result = [
    span('a', 'PER', 'Ada Lovelace'),
    span('b', 'ORG', 'Royal Society of London'),
    span('c', 'LOC', 'London'),
    span('d', 'PER', 'London met Mr Babbage'),
    { type: 'relation', from_id: 'a', to_id: 'b', direction: 'right', labels: ['member of'] },
    { id: 'm', from_name: 'mood', to_name: 'text', type: 'choices', value: { choices: ['Glad', 'Sad'] } },
  ]
  const { id, tasks } = await makeProject(site, 'Letters', TEXT_CONFIG, [{ data: { text }, annotations: [{ result }] }])
  const page = await site.open(`/projects/${id}/tasks/${tasks[0]}`)
  await page.locator('mark').first().waitFor()
  expect(await page.locator('.text-body').textContent()).toBe(text)
  expect(await page.locator('mark').allTextContents()).toEqual(['Ada Lovelace', 'Royal Society of ', 'London', ' met Mr Babbage'])
  await page.getByRole('button', { name: /^ORG/ }).first().click()
  await expect.poll(() => page.locator('mark.selected').allTextContents()).toEqual(['Royal Society of ', 'London'])
  await page.getByText('member of').waitFor()
  await page.getByText('Glad, Sad').waitFor()
  await expectAccessible(page)
  await picture(page, 'task-text')
})

it('never runs what HTML holds, and shows its spans', async () => {
  const html =
    '<div><h1 onclick="alert(1)">Title</h1><p>One <b>bold</b> word<br>two</p><script>document.title = "run"</script><img src=x onerror="document.title=1"></div>'
  const value = {
    start: '/div[1]/p[1]/b[1]/text()[1]',
    end: '/div[1]/p[1]/b[1]/text()[1]',
    startOffset: 0,
    endOffset: 4,
    text: 'bold',
  }
  const result = [
    { id: 'h', from_name: 'l', to_name: 'page', type: 'hypertextlabels', value: { ...value, hypertextlabels: ['Word'] } },
  ]
  const config =
    '<View><HyperText name="page" value="$html"/><HyperTextLabels name="l" toName="page"><Label value="Word"/></HyperTextLabels></View>'
  const { id, tasks } = await makeProject(site, 'Pages', config, [{ data: { html }, annotations: [{ result }] }])
  const page = await site.open(`/projects/${id}/tasks/${tasks[0]}`)
  await page.locator('mark').waitFor()
  expect(await page.locator('mark').textContent()).toBe('bold')
  expect(await page.locator('.html-body').innerHTML()).not.toMatch(/onclick|script|img|onerror/)
  expect(await page.locator('.html-body h1').textContent()).toBe('Title')
  expect(await page.title()).toBe('Task – Goldpan')
  await picture(page, 'task-html')
})

it('shows a dialogue with its speakers', async () => {
  const talk = [
    { who: 'Agent', said: 'Good morning, Ada.' },
    { who: 'Ada', said: 'Is my engine ready?' },
  ]
  const value = { start: '1', end: '1', startOffset: 6, endOffset: 12, text: 'engine', paragraphlabels: ['Thing'] }
  const config =
    '<View><Paragraphs name="talk" value="$talk" nameKey="who" textKey="said"/><ParagraphLabels name="l" toName="talk"><Label value="Thing"/></ParagraphLabels></View>'
  const result = [{ id: 'd', from_name: 'l', to_name: 'talk', type: 'paragraphlabels', value }]
  const { id, tasks } = await makeProject(site, 'Talks', config, [{ data: { talk }, annotations: [{ result }] }])
  const page = await site.open(`/projects/${id}/tasks/${tasks[0]}`)
  await page.locator('mark').waitFor()
  expect(await page.locator('.dialogue li').allTextContents()).toEqual(['AgentGood morning, Ada.', 'AdaIs my engine ready?'])
  expect(await page.locator('mark').textContent()).toBe('engine')
  await picture(page, 'task-dialogue')
})

const AUDIO_CONFIG =
  '<View><Audio name="audio" value="$audio"/><Labels name="speaker" toName="audio"><Label value="Agent"/><Label value="Customer"/></Labels><TextArea name="words" toName="audio" perRegion="true"/></View>'

it('plays a recording with its segments and what was said', async () => {
  const { id } = await makeProject(site, 'Calls', AUDIO_CONFIG, [])
  const audio = await upload(site, id, 'call.wav', tone(3))
  const segment = (id: string, type: string, more: object) => ({ id, to_name: 'audio', original_length: 3, type, ...more })
  const result = [
    segment('s', 'labels', { from_name: 'speaker', value: { start: 0.2, end: 1, channel: 0, labels: ['Agent'] } }),
    segment('s', 'textarea', { from_name: 'words', value: { start: 0.2, end: 1, channel: 0, text: ['Hello?'] } }),
    segment('t', 'labels', { from_name: 'speaker', value: { start: 1.5, end: 2.5, channel: 0, labels: ['Customer'] } }),
  ]
  const calls = await makeProject(site, 'Calls with words', AUDIO_CONFIG, [{ data: { audio }, annotations: [{ result }] }])
  const page = await site.open(`/projects/${calls.id}/tasks/${calls.tasks[0]}`)
  await page.getByText('of 0:03.0').waitFor()
  await expect.poll(() => page.locator('.wave [part~="region"]').count()).toBe(2)
  await page.getByRole('button', { name: /^Agent/ }).click()
  await page.getByText('words: Hello?').waitFor()
  await page.getByRole('button', { name: 'Play the segment' }).click()
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
  await expectAccessible(page)
  await picture(page, 'task-audio')
})

it('shows segments of a recording that cannot be loaded', async () => {
  const projects = await site.store.projects()
  const example = projects.find(({ title }) => title === 'audio-transcripts')
  expect(example).toBeDefined()
  const page = await site.open(`/projects/${example!.id}/tasks/1`)
  await page.getByText('The recording could not be loaded.').waitFor()
  await expect.poll(() => page.locator('.wave [part~="region"]').count()).toBe(2)
  await picture(page, 'task-audio-missing')
})

it('moves the boxes of a video from frame to frame', async () => {
  const config =
    '<View><Video name="video" value="$video" framerate="10"/><VideoRectangle name="box" toName="video"/><Labels name="l" toName="video"><Label value="Bus"/></Labels></View>'
  const key = (frame: number, x: number) => ({ frame, x, y: 20, width: 10, height: 20, rotation: 0, enabled: true })
  const value = { framesCount: 50, duration: 5, sequence: [key(1, 10), key(11, 60)], labels: ['Bus'] }
  const result = [{ id: 'v', from_name: 'box', to_name: 'video', type: 'videorectangle', value }]
  const tasks = [{ data: { video: 'gs://films/bus.mp4' }, annotations: [{ result }] }]
  const made = await makeProject(site, 'Films', config, tasks)
  const page = await site.open(`/projects/${made.id}/tasks/${made.tasks[0]}`)
  await page.getByText('frame 1 of 50').waitFor()
  const left = async () => (await page.locator('.shape polygon.line').getAttribute('points'))?.split(',')[0]
  await expect.poll(left).toBe('128')
  await page.getByLabel('Frame', { exact: true }).fill('6')
  await expect.poll(left).toBe('448')
  await page.getByRole('button', { name: 'Next frame' }).click()
  await page.getByText('frame 7 of 50').waitFor()
  await picture(page, 'task-video')
})

it('plots a time series with its ranges', async () => {
  const config =
    '<View><TimeSeries name="ts" value="$series" valueType="json" timeColumn="t"><Channel column="v"/></TimeSeries><TimeSeriesLabels name="l" toName="ts"><Label value="Rise"/></TimeSeriesLabels></View>'
  const t = Array.from({ length: 100 }, (_, k) => k)
  const result = [
    {
      id: 'r',
      from_name: 'l',
      to_name: 'ts',
      type: 'timeserieslabels',
      value: { start: 20, end: 40, instant: false, timeserieslabels: ['Rise'] },
    },
  ]
  const made = await makeProject(site, 'Sensors', config, [
    { data: { series: { t, v: t.map((k) => Math.sin(k / 9)) } }, annotations: [{ result }] },
  ])
  const page = await site.open(`/projects/${made.id}/tasks/${made.tasks[0]}`)
  await page.locator('.series canvas').waitFor()
  await page.getByRole('button', { name: /Rise 20 – 40/ }).waitFor()
  await settle(page)
  const { x, y, width } = (await page.locator('.u-over').boundingBox())!
  await page.mouse.click(x + width * 0.3, y + 50)
  await expect.poll(() => page.getByRole('button', { name: /Rise 20 – 40/ }).getAttribute('aria-pressed')).toBe('true')
  await picture(page, 'task-series')
})

it('shows what there is of every example, and of a project without a config', async () => {
  const page = await site.open('/')
  for (const { id, title } of await site.store.projects()) {
    const [first] = await site.store.list(id, { kind: 'all' }, { order: 'id', offset: 0, limit: 1 })
    if (first === undefined) continue
    await page.goto(`${site.address}/projects/${id}/tasks/${first.id}`)
    await page.getByRole('heading', { name: `Task ${first.id}` }).waitFor()
    await page.locator('.drawing, .raw').first().waitFor()
    if (title === 'annotation-lab') await picture(page, 'task-without-config')
  }
})

it('can be used on a phone', async () => {
  const page = await site.open(streetTask(0), { viewport: { width: 390, height: 800 }, hasTouch: true })
  await expect.poll(() => page.locator('.shape').count()).toBe(6)
  expect(await page.locator('html').evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(390)
  await expectAccessible(page)
  await picture(page, 'task-phone')
})
