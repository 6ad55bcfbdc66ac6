import { gzipSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { png } from '../io/media-bytes.ts'
import { detected, only, readFiles } from './read.ts'

describe('csv', () => {
  it('makes a task of each row, at its line, and shows the column that holds a file', async () => {
    const text = '\uFEFFid,caption,photo\r\n7,"two\nlines, ""quoted""",a.jpg\r\n\r\n8,,b.jpg\r\n'
    const read = await readFiles({ 'data.csv': text })
    expect(read.tasks.map(({ id, data }) => [id, data])).toEqual([
      [1, { id: '7', caption: 'two\nlines, "quoted"', photo: 'a.jpg' }],
      [2, { id: '8', caption: '', photo: 'b.jpg' }],
    ])
    expect(read.config.objects.map(({ tag, dataPath }) => [tag, dataPath])).toEqual([['Image', 'photo']])
    expect([...read.files.keys()]).toEqual(['set/data.csv'])
    expect(
      read.files
        .get('set/data.csv')
        ?.split('\n')
        .findIndex((line) => line.includes('b.jpg')),
    ).toBe(4)
    expect(read.told).toEqual([])
  })

  it('finds out the delimiter, which may also stand in quotes', async () => {
    const read = await readFiles({ 'data.csv': '"a,b";c\n1;2\n' })
    expect(only(read.tasks).data).toEqual({ 'a,b': '1', c: '2' })
  })

  it('keeps cells beyond the header and columns of one name', async () => {
    const read = await readFiles({ 'data.csv': 'a,a\n1,2,3\n4\n' })
    expect(read.tasks.map(({ data }) => data)).toEqual([{ a: '1', a_2: '2', column_3: '3' }, { a: '4' }])
    expect(read.told).toEqual([
      'column-renamed: the column `a` has the name of another column; it is written as `a_2`',
      'row-uneven: the row has 3 cells, the header has 2',
      'row-uneven: the row has 1 cells, the header has 2',
    ])
  })

  it('refuses a quote that does not end', async () => {
    await expect(readFiles({ 'data.csv': 'a\n"b\n' })).rejects.toMatchObject({ code: 'input-damaged' })
  })
})

describe('tsv', () => {
  it('separates by tabs only', async () => {
    const read = await readFiles({ 'data.tsv': 'text\tx\nHello, you\t1\n' })
    expect(only(read.tasks).data).toEqual({ text: 'Hello, you', x: '1' })
    expect(only(read.config.objects)).toMatchObject({ tag: 'Text', dataPath: 'text' })
  })
})

describe('parquet', () => {
  const table = () =>
    parquetWriteBuffer({
      columnData: [
        { name: 'text', data: ['Hello you', 'Grüße 😀'], type: 'STRING' },
        { name: 'n', data: [1n, 2n ** 60n], type: 'INT64' },
        { name: 'maybe', data: [null, 0.5], type: 'DOUBLE', nullable: true },
      ],
    })

  it('makes a task of each row', async () => {
    const read = await readFiles({ 'data.parquet': new Uint8Array(table()) })
    expect(read.tasks.map(({ data }) => data)).toEqual([
      { text: 'Hello you', n: 1, maybe: null },
      { text: 'Grüße 😀', n: String(2n ** 60n), maybe: 0.5 },
    ])
  })

  it('says so when the file is cut short', async () => {
    const bytes = new Uint8Array(table()).slice(0, -9)
    await expect(readFiles({ 'data.parquet': bytes })).rejects.toMatchObject({ code: 'input-damaged' })
  })
})

describe('text', () => {
  it('makes a task of each line that is not empty', async () => {
    const read = await readFiles({ 'a.txt': 'one\r\n\n two ' })
    expect(read.tasks.map(({ data }) => data.text)).toEqual(['one', ' two '])
    expect(read.files.get('set/a.txt')?.split('\n')[2]).toContain('two')
  })

  it('refuses what is not UTF-8', async () => {
    await expect(readFiles({ 'a.txt': gzipSync('x') })).rejects.toMatchObject({ code: 'input-encoding' })
  })
})

describe('media', () => {
  it('makes a task of each file, in numeric order', async () => {
    const read = await readFiles({ '10.png': png(3, 4, 2), 'x/a.mp3': 'ID3', '9.png': png(1, 2, 2) })
    expect(read.tasks.map(({ data }) => data)).toEqual([
      { image: '9.png', width: 1, height: 2 },
      { image: '10.png', width: 3, height: 4 },
      { audio: 'x/a.mp3' },
    ])
    expect(await detected({ '9.png': '', 'readme.md': '' })).toBeUndefined()
  })
})
