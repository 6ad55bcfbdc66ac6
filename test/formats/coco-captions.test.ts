import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { cocoCaptions } from '../../src/formats/coco-captions.ts'
import { convert } from '../convert.ts'
import { ALL_SHAPES, box } from './drawing.ts'

const frame = { to_name: 'image', original_width: 100, original_height: 50 }
const text = (id: string, rows: readonly string[]) => ({
  ...frame,
  ...{ id, from_name: 'caption', type: 'textarea', value: { text: rows } },
})
const choice = (name: string) => ({ ...frame, id: 'w', from_name: 'weather', type: 'choices', value: { choices: [name] } })

describe('coco-captions', () => {
  const tasks = [
    {
      id: 1,
      data: { image: 'a.jpg' },
      annotations: [
        { id: 1, result: [text('x', ['a street', 'a "wet" street']), choice('rainy'), box('b', 0, 0, 10, 10)] },
        { id: 2, result: [text('y', ['Straße'])] },
      ],
    },
    { id: 2, data: { image: 'b.jpg' }, annotations: [{ id: 3, result: [] }] },
  ]

  it('lists every text about an image', async () => {
    const { text: read, issues } = await convert({ tasks, config: ALL_SHAPES, to: cocoCaptions })
    expect(JSON.parse(read('captions.json'))).toEqual({
      images: [
        { id: 0, file_name: 'a.jpg', width: 1000, height: 500 },
        { id: 1, file_name: 'b.jpg' },
      ],
      annotations: [
        { id: 1, image_id: 0, caption: 'a street' },
        { id: 2, image_id: 0, caption: 'a "wet" street' },
        { id: 3, image_id: 0, caption: 'Straße' },
      ],
      info: { version: '1.0', contributor: 'Goldpan' },
    })
    expect(issues.map(({ code }) => code).sort()).toEqual(['answer-dropped', 'shape-dropped'])
  })

  it('takes the tag that is named', async () => {
    const { text: read } = await convert({ tasks, config: ALL_SHAPES, to: cocoCaptions, options: { control: 'weather' } })
    expect(JSON.parse(read('captions.json')).annotations).toEqual([{ id: 1, image_id: 0, caption: 'rainy' }])
  })

  it('says what it needs', () => {
    const config = parseLabelConfig(
      '<View><Image name="i" value="$i"/><TextArea name="t" toName="i" perRegion="true"/><RectangleLabels name="r" toName="i"><Label value="a"/></RectangleLabels></View>',
    )
    expect(cocoCaptions.unsuited(config, { control: '' })).toMatch(/about the whole image/)
    expect(cocoCaptions.unsuited(parseLabelConfig(ALL_SHAPES), { control: 'no such tag' })).toMatch(/need/)
  })
})
