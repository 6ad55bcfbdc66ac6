import { describe, expect, it } from 'vitest'
import { decodeRle } from '../../src/model/rle.ts'
import { labelsOf, only, readFiles } from './read.ts'

const META = `<meta><task><id>5</id><name>street.mp4</name><size>10</size><labels>
<label><name>car</name><attributes/></label><label><name>person &amp; dog</name></label>
<label><name>nose</name><type>points</type><parent>person</parent></label></labels>
<original_size><width>200</width><height>100</height></original_size></task></meta>`

function imagesOf(shapes: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<annotations><version>1.1</version>${META}
<image id="3" name="a/b.jpg" width="200" height="100" subset="train">\n${shapes}\n</image>
<image id="4" name="c.jpg" width="10" height="10"></image></annotations>`
}

describe('cvat-xml', () => {
  it('reads images with their boxes and attributes; one without shapes was not looked at', async () => {
    const box =
      '<box label="car" source="manual" occluded="1" xtl="20" ytl="10" xbr="60" ybr="50" z_order="0"><attribute name="colour">red</attribute></box>'
    const read = await readFiles({ 'annotations.xml': imagesOf(box) })
    expect(read.reader).toBe('cvat-xml')
    expect(read.tasks.map(({ data, annotations }) => [data, annotations.length])).toEqual([
      [{ image: 'a/b.jpg', width: 200, height: 100, image_id: '3', subset: 'train' }, 1],
      [{ image: 'c.jpg', width: 10, height: 10, image_id: '4' }, 0],
    ])
    expect(read.results.map(({ from_name, value }) => [from_name, value])).toEqual([
      ['box', { x: 10, y: 10, width: 20, height: 40, rotation: 0, rectanglelabels: ['car'] }],
      ['occluded', { choices: ['true'] }],
      ['colour', { text: ['red'] }],
    ])
    expect(labelsOf(read, 'box')).toEqual(['car', 'person & dog'])
  })

  it('turns boxes about their centre', async () => {
    const box = '<box label="car" occluded="0" xtl="80" ytl="40" xbr="120" ybr="60" rotation="90"/>'
    const { value } = only((await readFiles({ 'a.xml': imagesOf(box) })).results)
    // 40×20 about (100, 50): its top left corner comes to (110, 30)
    expect([value.x, value.y, value.width, value.height, value.rotation].map(Number)).toEqual([
      expect.closeTo(55),
      expect.closeTo(30),
      20,
      20,
      90,
    ])
  })

  it('reads tags as choices, and their attributes as answers about the image', async () => {
    const caption = '<tag label="caption"><attribute name="caption">A dog</attribute></tag>'
    const read = await readFiles({
      'a.xml': imagesOf(`<tag label="car"><attribute name="weather">wet</attribute></tag>${caption}`),
    })
    expect(read.results.map(({ from_name, value }) => [from_name, value])).toEqual([
      ['tag', { choices: ['car'] }],
      ['weather', { text: ['wet'] }],
      ['caption', { text: ['A dog'] }],
    ])
    expect(read.told).toEqual([])
  })

  it('reads the other shapes', async () => {
    const read = await readFiles({
      'a.xml': imagesOf(`<polygon label="car" points="0.00,0.00;20.00,0.00;20.00,10.00"/>
<polyline label="car" points="0,0;20,10"/><ellipse label="car" cx="100" cy="50" rx="20" ry="10"/>
<points label="car" points="20,10;40,50"/><skeleton label="person &amp; dog"><points label="nose" outside="0" occluded="1" points="2,1"/>
<points label="nose" outside="1" points="0,0"/></skeleton><tag label="car"/><cuboid label="car" xtl1="1"/>`),
    })
    expect(
      read.results.map(({ id, type, value }) => [id, type, value.points ?? value.vertices ?? [value.x, value.y], value.hidden]),
    ).toEqual([
      [
        '1',
        'polygonlabels',
        [
          [0, 0],
          [10, 0],
          [10, 10],
        ],
        undefined,
      ],
      [
        '2',
        'vectorlabels',
        [
          { x: 0, y: 0 },
          { x: 10, y: 10 },
        ],
        undefined,
      ],
      ['3', 'ellipselabels', [50, 50], undefined],
      ['4', 'keypointlabels', [10, 10], undefined],
      ['4-2', 'keypointlabels', [20, 50], undefined],
      ['5-1', 'keypointlabels', [1, 1], true],
      ['5-1', 'textarea', [undefined, undefined], undefined],
      [undefined, 'choices', [undefined, undefined], undefined],
    ])
    expect(read.told).toEqual([
      'object-split: the object has 2 parts; each is a region of its own',
      'record-invalid: not readable: a cuboid has no place in Label Studio',
    ])
  })

  it('reads masks along the rows of their box', async () => {
    const read = await readFiles({
      'a.xml': `<annotations><image id="0" name="m.png" width="4" height="3"><mask label="x" rle="1, 2, 1" left="1" top="1" width="2" height="2"/></image></annotations>`,
    })
    const mask = decodeRle(only(read.results).value.rle as number[], { width: 4, height: 3 })
    expect([...mask].map((alpha) => (alpha > 0 ? 1 : 0))).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0])
  })

  it('reads tracks of boxes: frames from 1, gone after the frame before `outside`', async () => {
    const box = (frame: number, outside: 0 | 1, keyframe: 0 | 1) =>
      `<box frame="${frame}" keyframe="${keyframe}" outside="${outside}" occluded="0" xtl="20" ytl="10" xbr="60" ybr="50"/>`
    const track = `<track id="0" label="car">${box(0, 0, 1)}${box(1, 0, 0)}${box(2, 0, 0)}${box(3, 1, 1)}</track>`
    const read = await readFiles({
      'a.xml': `<annotations>${META}\n${track}\n<track id="1" label="car"><polygon frame="0" points="1,1"/></track></annotations>`,
    })
    expect(only(read.tasks).data).toEqual({ video: 'street.mp4', width: 200, height: 100 })
    const place = { rotation: 0, x: 10, y: 10, width: 20, height: 40 }
    const sequence = [
      { frame: 1, enabled: true, ...place },
      { frame: 3, enabled: false, ...place },
    ]
    expect(read.results.map(({ id, type, value }) => [id, type, value.sequence, value.framesCount])).toEqual([
      ['1', 'videorectangle', sequence, 10],
      ['1', 'labels', sequence, 10],
    ])
    expect(read.told).toEqual(['record-invalid: not readable: a track of the shape polygon has no place in Label Studio'])
  })

  it('says where the XML is damaged', async () => {
    const text = imagesOf('').replace('</annotations>', '<oops')
    await expect(readFiles({ 'a.xml': text })).rejects.toMatchObject({
      code: 'input-damaged',
      where: { file: 'set/a.xml', line: 9 },
    })
  })
})
