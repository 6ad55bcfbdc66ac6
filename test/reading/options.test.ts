import { describe, expect, it } from 'vitest'
import { openForeign } from '../../src/export/open-foreign.ts'
import { SELECTION } from '../../src/export/selection.ts'
import { formats } from '../../src/formats/index.ts'
import { readers } from '../../src/readers/index.ts'
import { READING } from '../../src/readers/options.ts'
import { only, readFiles } from './read.ts'

const YOLO_ROW = '1 0.5 0.5 0.5 0.5\n'

describe('what the user says of a data set', () => {
  it('names the classes that the files do not', async () => {
    const read = await readFiles(
      { 'labels/a.txt': YOLO_ROW, 'images/a.jpg': '' },
      { from: 'yolo', options: { classNames: 'cat, dog' } },
    )
    expect(only(read.results).value.rectanglelabels).toEqual(['dog'])
    expect(read.config.controls[0]?.labels.map(({ name, category }) => [name, category])).toEqual([
      ['cat', 0],
      ['dog', 1],
    ])
  })

  it('is the size of images where nothing says it', async () => {
    const files = { 'labels/a.txt': YOLO_ROW, 'images/a.jpg': '' }
    expect(only((await readFiles(files, { options: { imageSize: '640x480' } })).tasks).data).toMatchObject({
      width: 640,
      height: 480,
    })
    await expect(readFiles(files, { options: { imageSize: 'large' } })).rejects.toThrow(/not possible for --image-size/)
  })

  it('stands before the names of media, but not before whole addresses', async () => {
    const files = { 'a.csv': 'image,n\n1.jpg,1\nhttp://h/2.jpg,2\n' }
    const { tasks } = await readFiles(files, { options: { mediaPrefix: 's3://b/' } })
    expect(tasks.map(({ data }) => data.image)).toEqual(['s3://b/1.jpg', 'http://h/2.jpg'])
  })

  it('is the frame rate of films', async () => {
    const { xml } = await readFiles({ 'a.mp4': '' }, { from: 'media', options: { frameRate: 12.5 } })
    expect(xml).toContain('framerate="12.5"')
  })

  it('is refused where nobody heeds it', async () => {
    const file = { name: 'a.txt', problem: '', open: () => from('Hello\n') }
    const input = { files: [], skipped: [file], config: undefined, close: async () => undefined }
    const reading = { frameRate: 25 }
    await expect(openForeign(input, { from: 'text', reading })).rejects.toThrow(/--from text has no option --frame-rate/)
    await expect(openForeign(input, { from: 'label-studio', reading })).rejects.toThrow(/reading tasks has no option/)
  })

  it('is called like nothing else on the command line', () => {
    const others = new Set([...formats.flatMap(({ options }) => Object.keys(options)), ...Object.keys(SELECTION)])
    expect(Object.keys(READING).filter((name) => others.has(name))).toEqual([])
  })

  it('is heeded by somebody', () => {
    expect(Object.keys(READING).filter((name) => !readers.some(({ options }) => options.some((own) => own === name)))).toEqual([])
  })
})

async function* from(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}
