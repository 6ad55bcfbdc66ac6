import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeConfig, inferConfig } from '../../src/dialects/infer-config.ts'
import { readTask } from '../../src/dialects/read-task.ts'
import { Surveyor } from '../../src/export/survey.ts'
import { type JsonNode, parseJson } from '../../src/json/node.ts'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'

function survey(json: JsonNode): Surveyor {
  const surveyor = new Surveyor()
  const tasks = json.kind === 'array' ? json.elements() : [json]
  for (const [index, task] of tasks.entries()) surveyor.add(readTask(task, index, EMPTY_CONFIG))
  return surveyor
}

const inferFile = (path: string) => inferConfig(survey(parseJson(readFileSync(path))))

interface Given {
  readonly data: Readonly<Record<string, unknown>>
  readonly results: readonly (readonly [fromName: string, toName: string, type: string, value: unknown, more?: object])[]
}

function infer({ data, results }: Given) {
  const result = results.map(([from_name, to_name, type, value, more], index) => ({
    id: `r${index}`,
    from_name,
    to_name,
    type,
    value,
    ...more,
  }))
  return inferConfig(survey(parseJson(JSON.stringify([{ id: 1, data, annotations: [{ id: 1, result }] }]))))
}

const objectsOf = (given: Given) => infer(given).objects.map(({ name, tag, dataPath }) => [name, tag, dataPath])
const controlsOf = (given: Given) => infer(given).controls.map(({ name, tag }) => [name, tag])

const box = { x: 1, y: 1, width: 2, height: 2, rotation: 0 }
const span = { start: 0, end: 4, text: 'some', labels: ['A'] }

describe('inferConfig', () => {
  it('reads the sample of the Label Studio guide', () => {
    const config = inferFile('test/fixtures/guide/label-studio-task.json')
    expect(config.source).toBe('inferred')
    expect(config.controls[0]!.labels.map(({ name }) => name)).toEqual(['Moonwalker'])
    expect(describeConfig(config)).toBe('tag: RectangleLabels on img (Image, $image), labels Moonwalker')
  })

  it.each([
    ['annotation-lab-task', 'label: Labels on text (Text, $text), labels Symptom_Name'],
    ['annotation-lab-conll-input', 'label: Labels on text (Text, $text), labels Diagnosis, FREQUENCY'],
  ])('reads the sample %s', (name, line) => {
    expect(describeConfig(inferFile(`test/fixtures/guide/${name}.json`))).toBe(line)
  })

  it.each([
    ['bbox_basic', 'label: RectangleLabels on image (Image, $image)'],
    ['audio_transcription', 'speaker: Labels on audio (Audio, $audio)'],
    ['video_tracking', 'box: VideoRectangle on video (Video, $video)'],
    ['paragraphs_dialogue', 'para: ParagraphLabels on dlg (Paragraphs, $dialogue)'],
    ['timeseries', 'ts_label: TimeSeriesLabels on ts (TimeSeries, $csv)'],
    ['labels_plus_shapes', 'labels: Labels on image (Image, $image)'],
    ['classification_mix', 'sentiment: Choices on text (Text, $text)'],
  ])('infers the config of the golden case %s', (name, part) => {
    expect(describeConfig(inferFile(`test/fixtures/goldens/${name}/tasks.json`))).toContain(part)
  })

  it('has a tag for each type of result', () => {
    const types = [
      'rectangle',
      'polygonlabels',
      'keypointlabels',
      'ellipselabels',
      'brushlabels',
      'taxonomy',
      'rating',
      'datetime',
    ]
    const results = types.map((type) => [type, 'img', type, {}] as const)
    const relation = ['', '', 'relation', undefined] as const
    expect(controlsOf({ data: { img: 'a.png' }, results: [...results, relation] })).toEqual([
      ['rectangle', 'Rectangle'],
      ['polygonlabels', 'PolygonLabels'],
      ['keypointlabels', 'KeyPointLabels'],
      ['ellipselabels', 'EllipseLabels'],
      ['brushlabels', 'BrushLabels'],
      ['taxonomy', 'Taxonomy'],
      ['rating', 'Rating'],
      ['datetime', 'DateTime'],
    ])
  })

  it('takes the labels of a control with mixed types', () => {
    const given: Given = {
      data: { img: 'a.png' },
      results: [
        ['x', 'img', 'choices', { choices: ['c'] }],
        ['x', 'img', 'rectangle', box],
        ['x', 'img', 'rectanglelabels', { ...box, rectanglelabels: ['A'] }],
      ],
    }
    expect(controlsOf(given)).toEqual([['x', 'RectangleLabels']])
  })

  it.each([
    [{ doc: 'see https://example.com for more' }, 'Text'],
    [{ doc: 'https://example.com/a.JPG?token=1.2' }, 'Image'],
    [{ doc: 's3://bucket/call.wav' }, 'Audio'],
    [{ doc: '/data/upload/1/film.mp4' }, 'Video'],
    [{ doc: '<div><p>Hello</p></div>' }, 'HyperText'],
    [{ doc: 'data:image/png;base64,AAAA' }, 'Image'],
    [{ doc: 'The file is called one two three.png' }, 'Text'],
    [{ doc: [{ author: 'a', text: 'b' }] }, 'Paragraphs'],
  ])('knows by %j what choices are about', (data, tag) => {
    expect(objectsOf({ data, results: [['c', 'doc', 'choices', { choices: ['x'] }]] })).toEqual([['doc', tag, 'doc']])
  })

  it('knows labels on sound by their times when nothing else tells', () => {
    const segment = { start: 0.5, end: 1.25, channel: 0, labels: ['A'] }
    expect(objectsOf({ data: { id: 7, key: 's3://b/k' }, results: [['l', 'a', 'labels', segment]] })).toEqual([
      ['a', 'Audio', 'key'],
    ])
    expect(objectsOf({ data: { id: 7, key: 'some text' }, results: [['l', 'a', 'labels', span]] })).toEqual([
      ['a', 'Text', 'key'],
    ])
  })

  it('finds data keys by source, by name, by what they hold, and not twice', () => {
    const data = { meta: 'x y', second: 'b.png', first: 'a.png', text: 'a few words' }
    const rectangle = { ...box, rectanglelabels: ['A'] }
    expect(
      objectsOf({
        data,
        results: [
          ['l', 'img', 'rectanglelabels', rectangle, { source: '$first' }],
          ['m', 'other', 'rectanglelabels', rectangle],
          ['n', 'text', 'labels', span],
        ],
      }),
    ).toEqual([
      ['img', 'Image', 'first'],
      ['other', 'Image', 'second'],
      ['text', 'Text', 'text'],
    ])
  })

  it('sees lists of pages', () => {
    const [object] = infer({
      data: { image: ['p1.png', 'p2.png'], title: 'two pages' },
      results: [['l', 'pages', 'rectanglelabels', { ...box, rectanglelabels: ['A'] }]],
    }).objects
    expect(object).toMatchObject({ tag: 'Image', dataPath: 'image', isList: true })
  })

  it('marks controls that answer about regions', () => {
    const region = { id: 'same' }
    const { controls } = infer({
      data: { img: 'a.png' },
      results: [
        ['l', 'img', 'rectanglelabels', { ...box, rectanglelabels: ['A'] }, region],
        ['t', 'img', 'textarea', { ...box, text: ['hello'] }, region],
      ],
    })
    expect(controls.map(({ name, perRegion }) => [name, perRegion])).toEqual([
      ['l', false],
      ['t', true],
    ])
  })

  it('is empty without results', () => {
    const config = infer({ data: { img: 'a.png' }, results: [] })
    expect(config).toEqual({ controls: [], objects: [], indexFlags: [], source: 'inferred' })
    expect(describeConfig(config)).toBe('no controls, for there are no results')
  })
})

describe('describeConfig', () => {
  it('shortens long lists of labels', () => {
    const labels = Array.from({ length: 12 }, (_, index) => `l${index}`)
    const config = infer({
      data: { t: 'a b' },
      results: labels.map((label) => ['n', 't', 'labels', { ...span, labels: [label] }]),
    })
    expect(describeConfig(config)).toBe('n: Labels on t (Text, $t), labels l0, l1, l2, l3, l4, l5, l6, l7, l8, l9 and 2 more')
  })
})
