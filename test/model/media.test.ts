import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { parseJson } from '../../src/json/node.ts'
import { baseName, dataOfObject, decodeLoosely, isImageTag, mediaOf, mediaOfRegion, resolvePath } from '../../src/model/media.ts'
import { result, taskOf } from '../dialects/task-of.ts'

describe('the name of a file', () => {
  it.each([
    ['img1.jpg', 'img1.jpg'],
    ['a/b/img1.jpg', 'img1.jpg'],
    ['C:\\data\\img1.jpg', 'img1.jpg'],
    ['http://x.y/a/img1.jpg?token=1/2#top', 'img1.jpg'],
    ['https://x.y/a/img.png?file=b.jpg', 'img.png'],
    ['s3://bucket/folder/img1.jpg', 'img1.jpg'],
    ['/data/upload/3/ab12-one%20two.png', 'ab12-one two.png'],
    ['/data/local-files/?d=x/y/a%20b.jpg', 'a b.jpg'],
    ['http://host:8080/data/local-files/?d=x%2Fy%2Fa.jpg&t=1', 'a.jpg'],
    ['dir/grün #1.jpg', 'grün #1.jpg'],
    ['photo', 'photo'],
    ['http://x.y/', ''],
    ['data:image/png;base64,AAAA/BBB', ''],
  ])('%s → %s', (reference, name) => {
    expect(baseName(reference)).toBe(name)
  })

  it('percent signs that encode nothing stay', () => {
    expect(decodeLoosely('100%.png')).toBe('100%.png')
    expect(decodeLoosely('a%20b.png')).toBe('a b.png')
  })
})

describe('a path into the data', () => {
  const data = parseJson(
    '{"image": {"url": "u"}, "pages": [{"url": "p0"}, "p1"], "a.b": "whole", "a": {"b": "deep"}, "x[0]": "odd"}',
  )
  it.each([
    ['image.url', 'u'],
    ['pages[0].url', 'p0'],
    ['pages[1]', 'p1'],
    ['pages.1', 'p1'],
    ['a.b', 'whole'],
    ['x[0]', 'odd'],
    ['pages[2]', undefined],
    ['pages[-1]', undefined],
    ['image.url.more', undefined],
    ['nothing', undefined],
    ['', undefined],
  ])('%s', (path, value) => {
    expect(resolvePath(data, path)?.string()).toBe(value)
  })
})

const image = (attributes: string) => `<View><Image name="img" ${attributes}/></View>`

describe('the media of a task', () => {
  const references = (data: object, xml: string) =>
    mediaOf(taskOf({ id: 1, data }), parseLabelConfig(xml), isImageTag).map(({ objectName, page, reference }) => [
      objectName,
      page,
      reference,
    ])

  it('C16: is what the object tag points to, not the first string', () => {
    const xml = '<View><Text name="t" value="$caption"/><Image name="img" value="$image"/></View>'
    expect(references({ caption: 'cat.jpg on a sofa', image: 'a.jpg' }, xml)).toEqual([['img', undefined, 'a.jpg']])
  })

  it('R23: pages of a list, empty ones left out, their numbers kept', () => {
    expect(references({ pages: ['p0.jpg', '', null, 'p3.jpg'] }, image('valueList="$pages"'))).toEqual([
      ['img', 0, 'p0.jpg'],
      ['img', 3, 'p3.jpg'],
    ])
  })

  it('R22: a Repeater has one for each element', () => {
    const xml =
      '<View><Repeater on="$pages" indexFlag="{{idx}}"><Image name="p_{{idx}}" value="$pages[{{idx}}].url"/></Repeater></View>'
    expect(references({ pages: [{ url: 'a.jpg' }, {}, { url: 'c.jpg' }] }, xml)).toEqual([
      ['p_0', undefined, 'a.jpg'],
      ['p_2', undefined, 'c.jpg'],
    ])
    expect(references({ pages: null }, xml)).toEqual([])
  })

  it('a Repeater whose data is not repeated comes to an end', () => {
    const xml = '<View><Repeater on="$pages" indexFlag="{{idx}}"><Image name="p_{{idx}}" value="$image"/></Repeater></View>'
    expect(references({ image: 'a.jpg' }, xml)).toEqual([['p_0', undefined, 'a.jpg']])
  })

  it('is nothing where the data is empty or no text', () => {
    for (const data of [{}, { image: '' }, { image: null }, { image: 7 }, { image: [] }])
      expect(references(data, image('value="$image"'))).toEqual([])
  })
})

describe('the page a region lies on', () => {
  const config = parseLabelConfig(image('valueList="$pages"'))
  const pageOf = (pages: unknown, more: object) => {
    const box = result('rectangle', { x: 1, y: 1, width: 1, height: 1 }, { to_name: 'img', ...more })
    const task = taskOf({ id: 1, data: { pages }, annotations: [{ id: 1, result: [box] }] })
    return mediaOfRegion(task, config, task.annotations[0]!.regions[0]!)?.reference
  }

  it('R23: by item_index, also behind an empty page', () => {
    expect(pageOf(['a', 'b'], { item_index: 1 })).toBe('b')
    expect(pageOf(['a', '', 'c'], { item_index: 2 })).toBe('c')
    expect(pageOf(['a', 'b'], {})).toBe('a')
  })

  it('Annotation Lab: by pageNumber from 1', () => {
    expect(pageOf(['a', 'b'], { pageNumber: 2 })).toBe('b')
  })

  it('is none where there is no such page or object', () => {
    expect(pageOf(['a', 'b'], { item_index: 2 })).toBeUndefined()
    expect(pageOf(['a', ''], { item_index: 1 })).toBeUndefined()
    expect(pageOf(['a'], { to_name: 'other' })).toBeUndefined()
  })

  it('a single image is page 0', () => {
    expect(pageOf('only', {})).toBe('only')
    expect(pageOf('only', { item_index: 0 })).toBe('only')
  })
})

it('the data of an object', () => {
  const config = parseLabelConfig('<View><Paragraphs name="talk" value="$talk"/><Text name="t" value="fixed"/></View>')
  const task = taskOf({ id: 1, data: { talk: [{ text: 'hi' }] } })
  expect(dataOfObject(task, config, 'talk')?.text()).toBe('[{"text":"hi"}]')
  expect(dataOfObject(task, config, 't')).toBeUndefined()
  expect(dataOfObject(task, config, 'nobody')).toBeUndefined()
})
