import { describe, expect, it } from 'vitest'
import { png } from '../io/media-bytes.ts'
import { detected, only, readFiles } from './read.ts'

function vocOf(objects: string, head = '<size><width>200</width><height>100</height><depth>3</depth></size>'): string {
  return `<?xml version="1.0"?>\n<annotation>\n<folder>x</folder><filename>a &amp; b.jpg</filename>\n${head}\n${objects}\n</annotation>\n`
}

const BOX = '<bndbox><xmin>20</xmin><ymin>10.5</ymin><xmax>60</xmax><ymax>50</ymax></bndbox>'

describe('pascal-voc', () => {
  it('reads boxes by their edges, and attributes that say something', async () => {
    const object = `<object><name>dog</name><pose>Left</pose><truncated>0</truncated><difficult>1</difficult>${BOX}
<attributes><attribute><name>colour</name><value>dark red</value></attribute></attributes></object>`
    const read = await readFiles({ 'Annotations/a.xml': vocOf(object) })
    expect(read.reader).toBe('pascal-voc')
    expect(only(read.tasks).data).toEqual({ image: 'a & b.jpg', width: 200, height: 100 })
    expect(read.results.map(({ id, from_name, value }) => [id, from_name, value])).toEqual([
      ['1', 'box', { x: 10, y: 10.5, width: 20, height: 39.5, rotation: 0, rectanglelabels: ['dog'] }],
      ['1', 'pose', { text: ['Left'] }],
      ['1', 'difficult', { choices: ['true'] }],
      ['1', 'colour', { text: ['dark red'] }],
    ])
    expect(read.told).toEqual([])
  })

  it('counts pixels from 1, both ends inside, in the original data sets', async () => {
    const head = `<source><annotation>PASCAL VOC2012</annotation></source><size><width>200</width><height>100</height></size>`
    const box = '<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>200</xmax><ymax>100</ymax></bndbox>'
    const read = await readFiles({ 'a.xml': vocOf(`<object><name>dog</name>${box}</object>`, head) })
    expect(only(read.results).value).toMatchObject({ x: 0, y: 0, width: 100, height: 100 })
  })

  it('reads parts as children, polygons and turned boxes as they are', async () => {
    const read = await readFiles({
      'a.xml': vocOf(`
<object><name>person</name>${BOX}<part><name>head</name>${BOX}</part></object>
<object><name>roof</name><polygon><x1>0</x1><y1>0</y1><x2>20</x2><y2>0</y2><x3>20</x3><y3>10</y3></polygon>${BOX}</object>
<object><name>ship</name><robndbox><cx>100</cx><cy>50</cy><w>40</w><h>20</h><angle>${Math.PI / 2}</angle></robndbox></object>`),
    })
    const [person, head, roof, ship] = read.results
    expect(head).toMatchObject({ parentID: person?.id, value: { rectanglelabels: ['head'] } })
    expect(roof?.value.points).toEqual([
      [0, 0],
      [10, 0],
      [10, 10],
    ])
    expect(ship?.value).toMatchObject({ width: 20, height: 20, rotation: 90 })
    expect([ship?.value.x, ship?.value.y].map(Number)).toEqual([expect.closeTo(55), expect.closeTo(30)])
  })

  it('takes the size of the image where the file has none', async () => {
    const object = `<object><name>dog</name>${BOX}</object>`
    const files = { 'Annotations/a.xml': vocOf(object, '<size><width>0</width><height>0</height></size>') }
    const missing = await readFiles(files)
    expect(missing.told).toEqual(['size-unknown: needs the image size, which is not known'])
    const found = await readFiles({ ...files, 'JPEGImages/a & b.jpg': png(200, 100, 2) })
    expect(only(found.results)).toMatchObject({ original_width: 200, original_height: 100 })
  })

  it('reports what it cannot read with file and line, and reads the rest', async () => {
    const read = await readFiles({
      'a.xml': vocOf(`<object>${BOX}</object>\n<object><name>x</name></object>\n<object><name>good</name>${BOX}</object>`),
      'b.xml': '<annotation><size></annotation>',
    })
    expect(read.told).toEqual([
      'record-invalid: not readable: the object has no `name`',
      'record-invalid: not readable: the object has no `bndbox`',
      expect.stringContaining('record-invalid: not readable: '),
    ])
    expect(read.issues.map(({ where }) => [where.file, where.line])).toEqual([
      ['set/a.xml', 5],
      ['set/a.xml', 6],
      ['set/b.xml', 1],
    ])
    expect(read.results).toHaveLength(1)
  })

  it('is known by its elements', async () => {
    expect(await detected({ 'a.xml': vocOf('') })).toBe('pascal-voc')
    expect(await detected({ 'a.xml': '<View><Image name="i" value="$i"/></View>' })).toBeUndefined()
  })
})
