import { describe, expect, it } from 'vitest'
import { pascalVoc } from '../../src/formats/pascal-voc.ts'
import { encodeRle } from '../../src/model/rle.ts'
import { convert } from '../convert.ts'
import { readPng } from '../read-png.ts'
import { goldenFiles, goldenInput, readGolden } from './goldens.ts'

const CONFIG = `<View><Image name="image" value="$image"/>
  <RectangleLabels name="label" toName="image"><Label value="car"/><Label value="dog"/></RectangleLabels></View>`
const ALL = `<View><Image name="image" value="$image"/>
  <RectangleLabels name="label" toName="image"><Label value="car"/><Label value="dog"/></RectangleLabels>
  <PolygonLabels name="poly" toName="image"><Label value="roof"/></PolygonLabels>
  <EllipseLabels name="ell" toName="image"><Label value="ball"/></EllipseLabels>
  <BrushLabels name="brush" toName="image"><Label value="cell"/></BrushLabels>
  <KeyPointLabels name="kpt" toName="image"><Label value="nose"/></KeyPointLabels></View>`

/** The cases of right_geometry.json with the number of rectangles in each. */
const RIGHT: Record<string, { task: number; annotation: number; region: string; labels: string[]; voc: number[] }[]> = JSON.parse(
  readGolden('right_geometry.json').toString(),
)

describe('pascal-voc', () => {
  it('writes the peer’s shape with true values', async () => {
    const { files, text, issues, wrote } = await convert({
      tasks: [task(1, [box('a', 10, 20, 30, 40)])],
      config: CONFIG,
      to: pascalVoc,
    })
    expect([...files.keys()]).toEqual(['Annotations/1.xml', 'ImageSets/Main/default.txt'])
    expect(text('Annotations/1.xml')).toBe(
      [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<annotation>',
        '<folder>images</folder>',
        '<filename>1.jpg</filename>',
        '<source>',
        '<database>Unknown</database>',
        '<annotator>3</annotator>',
        '</source>',
        '<size>',
        '<width>1000</width>',
        '<height>500</height>',
        '<depth>3</depth>',
        '</size>',
        '<segmented>0</segmented>',
        '<object>',
        '<name>car</name>',
        '<pose>Unspecified</pose>',
        '<truncated>0</truncated>',
        '<difficult>0</difficult>',
        '<bndbox>',
        '<xmin>100</xmin>',
        '<ymin>100</ymin>',
        '<xmax>400</xmax>',
        '<ymax>300</ymax>',
        '</bndbox>',
        '</object>',
        '</annotation>',
        '',
      ].join('\n'),
    )
    expect(text('ImageSets/Main/default.txt')).toBe('1\n')
    expect(issues).toEqual([])
    expect(Object.fromEntries(wrote)).toEqual({ images: 1, regions: 1, objects: 1 })
  })

  it.each(Object.keys(RIGHT))('G2 G9: boxes of %s are right', async (name) => {
    const { files, text } = await convert({
      ...goldenInput(name.replace('open/', '')),
      to: pascalVoc,
      options: { clip: false },
      selection: { annotations: 'all', cancelled: 'keep' },
    })
    const boxes = [...files.keys()].filter((file) => file.endsWith('.xml')).flatMap((file) => boxesOf(text(file)))
    const wanted = RIGHT[name]!.flatMap(({ labels, voc }) => labels.map((label) => [label, ...voc].join(' ')))
    expect(boxes).toEqual(expect.arrayContaining(wanted))
  })

  it('is the peer’s file but for C13, C14, R7 and the rounding', async () => {
    const { text } = await convert({ ...goldenInput('repo_yolo_bbox'), to: pascalVoc })
    const peer = new TextDecoder().decode(goldenFiles('repo_yolo_bbox', 'VOC/Annotations').get('eee3b1dc__image2.xml'))
    const common = (xml: string) => xml.replace(/<filename>.*\n|<source>[\s\S]*?<\/source>\n|<owner>[\s\S]*?<\/owner>\n/g, '')
    expect(common(text('Annotations/image2.xml')).replace(/<[xy]m..>\d+/g, '')).toBe(common(peer).replace(/<[xy]m..>\d+/g, ''))
  })

  it('G5: boxes without width or height are reported, turned or not', async () => {
    const tasks = [task(1, [box('turned', 10, 10, 0, 20, 30), box('flat', 10, 10, 20, 0), box('good', 0, 0, 10, 10)])]
    const { issues, text, wrote } = await convert({ tasks, config: CONFIG, to: pascalVoc })
    expect(boxesOf(text('Annotations/1.xml'))).toEqual(['car 0 0 100 50'])
    expect(issues.map(({ code, region, message }) => [code, region, message])).toEqual([
      ['region-empty', 'turned', 'nothing of the region is left: it has no area'],
      ['region-empty', 'flat', 'nothing of the region is left: it has no area'],
    ])
    expect(wrote.get('regions')).toBe(1)
  })

  it('G8: boxes end at the border of the image', async () => {
    const regions = [
      box('left', -10, 10, 20, 20),
      box('corner', 90, 90, 30, 30),
      box('edge', 70, 70, 30, 30),
      box('outside', 110, 10, 10, 10),
      box('tiny', 50, 50, 0.01, 0.01),
    ]
    const { issues, text, wrote } = await convert({ tasks: [task(1, regions)], config: CONFIG, to: pascalVoc })
    const xml = text('Annotations/1.xml')
    expect(boxesOf(xml)).toEqual(['car 0 50 100 150', 'car 900 450 1000 500', 'car 700 350 1000 500'])
    expect([...xml.matchAll(/<truncated>(\d)/g)].map((match) => match[1])).toEqual(['1', '1', '0'])
    expect(issues.map(({ code, region, message }) => [code, region, message])).toEqual([
      ['region-clipped', 'left', 'reached beyond the image and was cut at its border'],
      ['region-clipped', 'corner', 'reached beyond the image and was cut at its border'],
      ['region-empty', 'outside', 'nothing of the region is left: it lies outside the image'],
      ['region-empty', 'tiny', 'nothing of the region is left: it is smaller than a pixel'],
    ])
    expect(wrote.get('regions')).toBe(3)
    const whole = await convert({ tasks: [task(1, regions)], config: CONFIG, to: pascalVoc, options: { clip: false } })
    expect(boxesOf(whole.text('Annotations/1.xml'))[0]).toBe('car -100 50 100 150')
    expect(whole.wrote.get('regions')).toBe(4)
  })

  it('G9: half pixels go up, corner by corner', async () => {
    const { text } = await convert({
      tasks: [task(1, [box('a', 0.05, 0.1, 0.1, 0.2), box('b', 0.04, 0, 0.05, 0.28)])],
      config: CONFIG,
      to: pascalVoc,
    })
    expect(boxesOf(text('Annotations/1.xml'))).toEqual(['car 1 1 2 2', 'car 0 0 1 1'])
  })

  it('counts pixels from 1 with --coordinates one-based', async () => {
    const options = { coordinates: 'one-based' }
    const { text } = await convert({
      tasks: [task(1, [box('a', 0, 0, 100, 100), box('b', 10, 10, 0.1, 0.2)])],
      config: CONFIG,
      to: pascalVoc,
      options,
    })
    expect(boxesOf(text('Annotations/1.xml'))).toEqual(['car 1 1 1000 500', 'car 101 51 101 51'])
  })

  it('R1 R2: Labels with bare shapes are told apart by their geometry', async () => {
    const { text, issues } = await convert({ ...goldenInput('labels_plus_shapes'), to: pascalVoc })
    expect(boxesOf(text('Annotations/mix.xml'))).toEqual([
      'Car 6 10 26 22',
      'Airplane 6 5 32 29',
      'Car 26 22 38 26',
      'Airplane 36 21 55 40',
    ])
    expect(issues.filter(({ code }) => code === 'shape-dropped').map(({ region }) => region)).toEqual(['q5'])
  })

  it('R3: ellipses are boxes', async () => {
    const result = [
      shape('e', 'ellipselabels', { x: 50, y: 50, radiusX: 10, radiusY: 10, rotation: 90, ellipselabels: ['ball'] }),
    ]
    const { text, issues } = await convert({ tasks: [task(1, result)], config: ALL, to: pascalVoc })
    expect(boxesOf(text('Annotations/1.xml'))).toEqual(['ball 450 150 550 350'])
    expect(issues.map(({ code, message }) => [code, message])).toEqual([['outline-boxed', 'ellipse written as its bounding box']])
  })

  it('R5: the size is looked for in all regions', async () => {
    const { files, text } = await convert({ ...goldenInput('choices_before_boxes'), to: pascalVoc })
    expect([...files.keys()]).toEqual([
      'Annotations/z1.xml',
      'Annotations/z2.xml',
      'Annotations/z3.xml',
      'Annotations/z4.xml',
      'ImageSets/Main/default.txt',
    ])
    expect(text('Annotations/z1.xml')).toMatch(/<width>\d+<\/width>\n<height>\d+<\/height>/)
    expect(boxesOf(text('Annotations/z1.xml'))).toHaveLength(1)
  })

  it('R6: polygons are boxes', async () => {
    const points = [
      [10, 10],
      [30, 10],
      [20, 50],
    ]
    const { text, issues } = await convert({
      tasks: [task(1, [shape('p', 'polygonlabels', { points, polygonlabels: ['roof'] })])],
      config: ALL,
      to: pascalVoc,
    })
    expect(boxesOf(text('Annotations/1.xml'))).toEqual(['roof 100 50 300 250'])
    expect(issues.map(({ code }) => code)).toEqual(['outline-boxed'])
  })

  it('brush masks are boxes of their pixels', async () => {
    const alpha = Uint8Array.of(0, 0, 0, 0, 0, 255, 1, 0, 0, 0, 0, 0)
    const { text, issues } = await convert({
      tasks: [task(1, [brush('b', alpha), brush('none', new Uint8Array(12)), brush('bad', alpha, 5)])],
      config: ALL,
      to: pascalVoc,
    })
    expect(boxesOf(text('Annotations/1.xml'))).toEqual(['cell 1 1 3 2'])
    expect(issues.filter(({ effect }) => effect !== 'assumed').map(({ code, region }) => [code, region])).toEqual([
      ['outline-boxed', 'b'],
      ['region-empty', 'none'],
      ['region-invalid', 'bad'],
    ])
  })

  it('R7: an object per label', async () => {
    const { text, wrote } = await convert({ ...goldenInput('bbox_basic'), to: pascalVoc, selection: { ids: '102' } })
    const names = [...text('Annotations/street_002.xml').matchAll(/<name>(.*)<\/name>/g)].map((match) => match[1])
    expect(names).toEqual(['car', 'Truck', 'Ärger &amp; Co'])
    expect(Object.fromEntries(wrote)).toEqual({ images: 1, regions: 2, objects: 3 })
  })

  it('R23: one XML per page', async () => {
    const config = CONFIG.replace('value="$image"', 'valueList="$pages"')
    const page = (id: string, item_index: number) => ({ ...box(id, 10, 10, 10, 10 * (item_index + 1)), item_index })
    const tasks = [{ ...task(1, [page('a', 0), page('b', 2), page('c', 2)]), data: { pages: ['p/1.png', 'p/2.png', 'q/1.png'] } }]
    const { files, text } = await convert({ tasks, config, to: pascalVoc })
    const names = [...files.keys()]
    expect(names[0]).toBe('Annotations/1.xml')
    expect(names[1]).toBe('Annotations/2.xml')
    expect(names[2]).toMatch(/^Annotations\/1-[0-9a-f]{8}\.xml$/)
    expect(names.slice(0, 3).map((name) => boxesOf(text(name)))).toEqual([
      ['car 100 50 200 100'],
      [],
      ['car 100 50 200 200', 'car 100 50 200 200'],
    ])
    expect(text(names[2]!)).toContain('<filename>1.png</filename>')
  })

  describe('C5: several annotations of one image', () => {
    it('the ground truth is chosen, the other reported', async () => {
      const { files, text, issues } = await convert({ ...goldenInput('multi_annotator_image'), to: pascalVoc })
      expect([...files.keys()]).toEqual(['Annotations/m1.xml', 'Annotations/m5.xml', 'ImageSets/Main/default.txt'])
      expect(text('Annotations/m1.xml')).toContain('<annotator>bob@example.com</annotator>')
      expect(boxesOf(text('Annotations/m1.xml'))).toHaveLength(2)
      expect(issues.filter(({ code }) => code === 'annotation-superseded').map(({ annotation }) => annotation)).toEqual([81])
    })

    it('all that are selected go into one XML', async () => {
      const { text, wrote } = await convert({
        ...goldenInput('multi_annotator_image'),
        to: pascalVoc,
        selection: { annotations: 'all', ids: '1' },
      })
      expect(boxesOf(text('Annotations/m1.xml'))).toHaveLength(3)
      expect([...text('Annotations/m1.xml').matchAll(/<annotator>(.*)<\/annotator>/g)].map((match) => match[1])).toEqual([
        'alice@example.com',
        'bob@example.com',
      ])
      expect(wrote.get('images')).toBe(1)
    })

    it('the same image in another task gets its own file', async () => {
      const tasks = [task(1, [box('a', 0, 0, 10, 10)]), { ...task(2, [box('b', 0, 0, 20, 20)]), data: { image: 'imgs/1.jpg' } }]
      const { files, text } = await convert({ tasks, config: CONFIG, to: pascalVoc })
      const [first, second] = [...files.keys()]
      expect(first).toBe('Annotations/1.xml')
      expect(boxesOf(text(first!))).toEqual(['car 0 0 100 50'])
      expect(boxesOf(text(second!))).toEqual(['car 0 0 200 100'])
    })
  })

  it('C7: equal base names get names of their own', async () => {
    const images = ['a/0001.jpg', 'b/0001.jpg', 'b/0001.png', 'A/0001.JPG']
    const tasks = images.map((image, k) => ({ ...task(k, [box('r', 0, 0, 10 + k, 10)]), data: { image } }))
    const { files, text, issues } = await convert({ tasks, config: CONFIG, to: pascalVoc })
    const xml = [...files.keys()].filter((name) => name.endsWith('.xml'))
    expect(new Set(xml.map((name) => name.toLowerCase())).size).toBe(4)
    expect(xml[0]).toBe('Annotations/0001.xml')
    expect(xml.map((name) => /<filename>(.*)</.exec(text(name))?.[1])).toEqual(['0001.jpg', '0001.jpg', '0001.png', '0001.JPG'])
    expect(xml.map((name) => boxesOf(text(name))[0])).toEqual([10, 11, 12, 13].map((width) => `car 0 0 ${width}0 50`))
    expect(issues.map(({ code }) => code)).toEqual(['name-changed', 'name-changed', 'name-changed'])
    expect(text('ImageSets/Main/default.txt')).toBe(xml.map((name) => `${name.slice(12, -4)}\n`).join(''))
  })

  it('C8: names are cut by bytes', async () => {
    const { files, text } = await convert({ ...goldenInput('long_file_name'), to: pascalVoc })
    const xml = [...files.keys()].filter((name) => name.endsWith('.xml'))
    expect(xml).toHaveLength(3)
    for (const name of xml) expect(Buffer.byteLength(name.replace('Annotations/', ''))).toBeLessThanOrEqual(215)
    expect(text(xml[2]!)).toContain('<filename>яяя')
  })

  it('C14: nothing is made up', async () => {
    const anonymous = {
      ...task(1, [box('a', 0, 0, 10, 10)]),
      annotations: [{ id: 1, completed_by: null, result: [box('a', 0, 0, 10, 10)] }],
    }
    const { text } = await convert({ tasks: [anonymous], config: CONFIG, to: pascalVoc })
    expect(text('Annotations/1.xml')).toContain('<source>\n<database>Unknown</database>\n</source>\n')
    expect(text('Annotations/1.xml')).not.toMatch(/None|COCO|flickr|MyDatabase|owner/)
  })

  it('C14: depth and missing sizes come from the file', async () => {
    const { tasks, config } = goldenInput('uploaded_images')
    const mediaRoot = new URL('../fixtures/goldens/uploaded_images/media', import.meta.url).pathname
    const { text } = await convert({ tasks, config, to: pascalVoc, mediaRoot })
    expect(text('Annotations/cd34-grey.xml')).toContain('<depth>1</depth>')
    expect(text('Annotations/ab12-one.xml')).toContain('<width>40</width>\n<height>20</height>\n<depth>3</depth>')
  })

  it('writes an XML without objects for an image where nothing was found, and none where boxes could not be placed', async () => {
    const { original_width: _, original_height: __, ...sizeless } = box('a', 0, 0, 10, 10)
    const { files, text, issues } = await convert({
      tasks: [task(1, []), task(2, [sizeless]), { id: 3, data: { image: '3.jpg' }, annotations: [] }],
      config: CONFIG,
      to: pascalVoc,
    })
    expect([...files.keys()]).toEqual(['Annotations/1.xml', 'ImageSets/Main/default.txt'])
    expect(text('Annotations/1.xml')).not.toMatch(/<object>|<size>/)
    expect(issues.map(({ code, task }) => [code, task])).toEqual([
      ['size-absent', 1],
      ['size-unknown', 2],
      ['task-unannotated', 3],
    ])
  })

  it('keeps per-region answers as attributes, and escapes all text', async () => {
    const answers = [
      { id: 'a', from_name: 'colour', to_name: 'image', type: 'choices', value: { choices: ['red & <blue>', 'green'] } },
      { id: 'a', from_name: 'note', to_name: 'image', type: 'textarea', value: { text: ['bell \u0007 here'] } },
    ]
    const odd = box('a', 0, 0, 10, 10, 0, ['<a> & "b"'])
    const { text, issues } = await convert({
      tasks: [{ ...task(1, [odd, ...answers]), data: { image: 'x/a&b.jpg' } }],
      config: CONFIG,
      to: pascalVoc,
    })
    const xml = text('Annotations/a&b.xml')
    expect(xml).toContain('<filename>a&amp;b.jpg</filename>\n')
    expect(xml).toContain('<name>&lt;a&gt; &amp; "b"</name>\n')
    expect(xml).toContain(
      [
        '</bndbox>',
        '<attributes>',
        '<attribute>',
        '<name>colour</name>',
        '<value>red &amp; &lt;blue&gt;</value>',
        '</attribute>',
        '<attribute>',
        '<name>colour</name>',
        '<value>green</value>',
        '</attribute>',
        '<attribute>',
        '<name>note</name>',
        '<value>bell \ufffd here</value>',
        '</attribute>',
        '</attributes>',
        '</object>',
      ].join('\n'),
    )
    expect(issues.map(({ code, region }) => [code, region])).toEqual([['character-replaced', 'a']])
  })

  it('keeps boxes without a label under --unlabelled-as', async () => {
    const tasks = [task(1, [box('a', 0, 0, 10, 10, 0, [])])]
    const without = await convert({ tasks, config: CONFIG, to: pascalVoc })
    expect(without.issues.map(({ code }) => code)).toEqual(['region-unlabelled'])
    const kept = await convert({ tasks, config: CONFIG, to: pascalVoc, options: { unlabelledAs: 'thing' } })
    expect(boxesOf(kept.text('Annotations/1.xml'))).toEqual(['thing 0 0 100 50'])
  })

  describe('--segmentation', () => {
    const size = { width: 4, height: 3 }
    const small = (id: string, x: number, y: number, width: number, height: number, labels: readonly string[]) => ({
      ...box(id, x, y, width, height, 0, labels),
      original_width: size.width,
      original_height: size.height,
    })
    const tasks = [
      task(1, [
        small('a', 0, 0, 50, 100, ['dog', 'car']),
        brush('b', Uint8Array.of(0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
        small('c', 75, 0, 25, 100, ['new']),
        small('d', 200, 0, 25, 100, ['car']),
      ]),
    ]

    it('writes class and object masks that go with the XML', async () => {
      const { files, text, issues } = await convert({ tasks, config: ALL, to: pascalVoc, options: { segmentation: 'both' } })
      expect([...files.keys()]).toEqual([
        'Annotations/1.xml',
        'SegmentationClass/1.png',
        'SegmentationObject/1.png',
        'ImageSets/Main/default.txt',
        'ImageSets/Segmentation/default.txt',
        'labelmap.txt',
      ])
      // car 1, dog 2, roof 3, ball 4, cell 5, new 6
      const classes = readPng(files.get('SegmentationClass/1.png')!)
      expect(classes).toMatchObject({ ...size, colourType: 3, values: Uint8Array.of(2, 5, 5, 6, 2, 2, 0, 6, 2, 2, 0, 6) })
      expect([...classes.palette.subarray(15, 18)]).toEqual([128, 0, 128])
      // the first region is objects 1 and 2 of the XML, the brush object 3
      expect(readPng(files.get('SegmentationObject/1.png')!).values).toEqual(Uint8Array.of(1, 3, 3, 4, 1, 1, 0, 4, 1, 1, 0, 4))
      expect(text('Annotations/1.xml')).toContain('<segmented>1</segmented>')
      expect(text('ImageSets/Segmentation/default.txt')).toBe('1\n')
      expect(text('labelmap.txt')).toBe(
        '# label:color_rgb:parts:actions\nbackground:0,0,0::\ncar:128,0,0::\ndog:0,128,0::\nroof:128,128,0::\nball:0,0,128::\ncell:128,0,128::\nnew:0,128,128::\n',
      )
      expect(issues.map(({ code, region }) => [code, region])).toEqual([
        ['outline-boxed', 'b'],
        ['region-empty', 'd'],
        ['pixels-overwritten', 'a'],
        ['label-unknown', 'c'],
      ])
    })

    it('writes only what is asked for', async () => {
      const object = await convert({ tasks, config: ALL, to: pascalVoc, options: { segmentation: 'object', imageSets: false } })
      expect([...object.files.keys()]).toEqual(['Annotations/1.xml', 'SegmentationObject/1.png'])
      const classes = await convert({ tasks, config: ALL, to: pascalVoc, options: { segmentation: 'class', imageSets: false } })
      expect([...classes.files.keys()]).toEqual(['Annotations/1.xml', 'SegmentationClass/1.png', 'labelmap.txt'])
    })
  })
})

function box(
  id: string,
  x: number,
  y: number,
  width: number,
  height: number,
  rotation = 0,
  rectanglelabels: readonly string[] = ['car'],
) {
  const { from_name, ...rest } = shape(id, 'rectanglelabels', { x, y, width, height, rotation, rectanglelabels })
  return { ...rest, from_name: 'label' }
}

function brush(id: string, alpha: Uint8Array, width = 4) {
  const value = { format: 'rle', rle: encodeRle(alpha, { width: 4, height: 3 }), brushlabels: ['cell'] }
  return { ...shape(id, 'brushlabels', value), original_width: width, original_height: 3 }
}

function shape(id: string, type: string, value: object) {
  const from_name = { polygonlabels: 'poly', ellipselabels: 'ell', brushlabels: 'brush' }[type] ?? 'label'
  return { id, from_name, to_name: 'image', type, original_width: 1000, original_height: 500, value }
}

function task(id: number, result: readonly unknown[]) {
  return { id, data: { image: `imgs/${id}.jpg` }, annotations: [{ id: 10, completed_by: 3, result }] }
}

/** `name xmin ymin xmax ymax` of each object. */
function boxesOf(xml: string): string[] {
  return [
    ...xml.matchAll(/<object>\n<name>(.*)<\/name>[\s\S]*?<xmin>(.*)<[\s\S]*?<ymin>(.*)<[\s\S]*?<xmax>(.*)<[\s\S]*?<ymax>(.*)</g),
  ].map(([, name, ...numbers]) => [name!.replaceAll('&amp;', '&'), ...numbers].join(' '))
}
