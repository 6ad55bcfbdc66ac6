import { describe, expect, it } from 'vitest'
import { cvatXml } from '../../src/formats/cvat-xml.ts'
import { encodeRle } from '../../src/model/rle.ts'
import { convert } from '../convert.ts'
import { ALL_SHAPES, box, brush, ellipse, keypoint, polygon, task } from './drawing.ts'
import { goldenInput } from './goldens.ts'

const linesOf = (xml: string) => xml.split('\n').map((line) => line.trim())

describe('cvat-xml', () => {
  it('writes every shape as CVAT has it', async () => {
    const size = { width: 8, height: 4 }
    const mask = new Uint8Array(32)
    mask.set([255, 0, 255], 9)
    mask.set([255, 255, 255], 17)
    const regions = [
      box('b', 10, 20, 30, 40),
      box('turned', 20, 20, 30, 20, 90),
      polygon('p', [
        [10, 10],
        [30, 10],
        [20, 50],
      ]),
      ellipse('e', 50, 50, 10, 20, -30),
      keypoint('k', 1.2345, 5, 'nose'),
    ]
    const { files, text, issues, wrote } = await convert({
      tasks: [task(1, regions), task(2, [brush('m', encodeRle(mask, size), size)])],
      config: ALL_SHAPES,
      to: cvatXml,
    })
    expect([...files.keys()]).toEqual(['annotations.xml'])
    const lines = linesOf(text('annotations.xml'))
    for (const line of [
      '<size>2</size>',
      '<name>left eye</name>',
      '<image id="0" name="1.jpg" width="1000" height="500">',
      '<box label="car" source="manual" occluded="0" xtl="100" ytl="100" xbr="400" ybr="300" z_order="0">',
      // 300 × 100 about (200, 100), a quarter to the right: centre (150, 250)
      '<box label="car" source="manual" occluded="0" xtl="0" ytl="200" xbr="300" ybr="300" rotation="90" z_order="0">',
      '<polygon label="roof" source="manual" occluded="0" points="100,50;300,50;200,250" z_order="0">',
      '<ellipse label="ball" source="manual" occluded="0" cx="500" cy="250" rx="100" ry="100" rotation="330" z_order="0">',
      '<points label="nose" source="manual" occluded="0" points="12.35,25" z_order="0">',
      '<image id="1" name="2.jpg" width="8" height="4">',
      '<mask label="cell" source="manual" occluded="0" rle="0, 1, 1, 4" left="1" top="1" width="3" height="2" z_order="0">',
    ])
      expect(lines).toContain(line)
    expect(issues).toEqual([])
    expect(Object.fromEntries(wrote)).toEqual({ images: 2, regions: 6, shapes: 6 })
  })

  it('keeps per-region answers as attributes, and declares them', async () => {
    const config = ALL_SHAPES.replace(
      '</View>',
      '<Choices name="colour" toName="image" perRegion="true"><Choice value="red"/></Choices></View>',
    )
    const drawn = box('b', 0, 0, 10, 10)
    const answer = {
      ...drawn,
      from_name: 'colour',
      type: 'choices',
      value: { x: 0, y: 0, width: 10, height: 10, choices: ['a & b', 'red'] },
    }
    const { text } = await convert({ tasks: [task(1, [drawn, answer])], config, to: cvatXml })
    const lines = linesOf(text('annotations.xml'))
    expect(lines).toContain('<attribute name="colour">a &amp; b, red</attribute>')
    expect(lines.filter((line) => line === '<name>colour</name>').length).toBe(10) // once under each label and choice
  })

  it('writes answers about images as tags, and reports those about something else', async () => {
    const config = `<View><Image name="image" value="$image"/><Text name="note" value="$note"/><Choices name="sky" toName="image"><Choice value="blue"/><Choice value="grey"/></Choices>
      <TextArea name="caption" toName="image"/><Choices name="mood" toName="note"><Choice value="good"/></Choices></View>`
    const sky = { id: 's', from_name: 'sky', to_name: 'image', type: 'choices', value: { choices: ['blue', 'new & old'] } }
    const caption = { id: 'c', from_name: 'caption', to_name: 'image', type: 'textarea', value: { text: ['A dog', 'Two'] } }
    const mood = { id: 'm', from_name: 'mood', to_name: 'note', type: 'choices', value: { choices: ['good'] } }
    const { text, issues, wrote } = await convert({ tasks: [task(1, [sky, caption, mood])], config, to: cvatXml })
    const lines = linesOf(text('annotations.xml'))
    const from = lines.findIndex((line) => line.startsWith('<image '))
    expect(lines.slice(from + 1, -2)).toEqual([
      '<tag label="blue" source="manual">',
      '</tag>',
      '<tag label="new &amp; old" source="manual">',
      '</tag>',
      '<tag label="caption" source="manual">',
      '<attribute name="caption">A dog, Two</attribute>',
      '</tag>',
      '</image>',
    ])
    for (const label of ['blue', 'grey', 'new &amp; old', 'caption']) expect(lines).toContain(`<name>${label}</name>`)
    expect(issues.filter(({ effect }) => effect === 'dropped')).toMatchObject([{ code: 'answer-dropped', region: 'm' }])
    expect(wrote.get('tags')).toBe(3)
  })

  it('writes a file per video with its tracks, frames from 0', async () => {
    const { files, text } = await convert({ ...goldenInput('video_tracking'), to: cvatXml, options: { videoSize: '1000x500' } })
    expect([...files.keys()]).toEqual(['videos/clip.xml'])
    const lines = linesOf(text('videos/clip.xml'))
    expect(lines).toContain('<mode>interpolation</mode>')
    expect(lines).toContain('<track id="0" label="Man" source="manual">')
    const boxes = lines.filter((line) => line.startsWith('<box'))
    expect(boxes.length).toBe(101)
    expect(boxes[50]).toBe(
      '<box frame="50" keyframe="1" outside="0" occluded="0" xtl="300" ytl="60" xbr="500" ybr="210" z_order="0">',
    )
    expect(boxes.filter((line) => line.includes('keyframe="1"')).length).toBe(4) // three that were drawn, and the one that says it is gone
    expect(boxes.at(-1)).toContain('frame="100" keyframe="1" outside="1"')
  })

  it('escapes names, and marks what models said', async () => {
    const label = 'a "b" <c>'
    const tasks = [
      {
        ...task(1, [], { image: 'ü & 1.jpg' }),
        annotations: [],
        predictions: [{ id: 1, result: [box('b', 0, 0, 10, 10, 0, [label])] }],
      },
    ]
    const { text } = await convert({ tasks, config: ALL_SHAPES, to: cvatXml, selection: { predictions: 'only' } })
    expect(text('annotations.xml')).toContain('<box label="a &quot;b&quot; &lt;c&gt;" source="auto" ')
    expect(text('annotations.xml')).toContain('name="ü &amp; 1.jpg"')
    expect(text('annotations.xml')).toContain('<name>a "b" &lt;c&gt;</name>')
  })

  it('tells what has no area', async () => {
    const { issues, wrote } = await convert({ tasks: [task(1, [box('flat', 0, 0, 0, 10)])], config: ALL_SHAPES, to: cvatXml })
    expect(issues.map(({ code }) => code)).toEqual(['region-empty'])
    expect(wrote.get('regions')).toBeUndefined()
  })
})
