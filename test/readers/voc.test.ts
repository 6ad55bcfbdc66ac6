import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { convert } from '../convert.ts'
import { readGolden } from '../formats/goldens.ts'
import { askPython, convertGolden, formatOf, writeFiles } from './python.ts'

interface Annotated {
  readonly filename: string
  readonly size: Readonly<Record<string, string>>
  readonly objects: readonly (readonly [string, number, number, number, number])[]
  readonly problems: readonly string[]
}

const look = (folder: string) => askPython('voc.py', folder) as Record<string, Annotated>

describe('a VOC reader', () => {
  it.each(['bbox_basic', 'bbox_rotation', 'choices_before_boxes'])('finds the boxes of %s where they are', async (name) => {
    const right = JSON.parse(readGolden('right_geometry.json').toString()) as Record<
      string,
      { labels: string[]; size: number[]; voc: number[] }[]
    >
    const found = Object.values(look(writeFiles(await convertGolden(name, 'pascal-voc'))))
    expect(found.flatMap(({ problems }) => problems)).toEqual([])
    const objects = found.flatMap(({ size, objects }) => objects.map((object) => [size.width, size.height, ...object].join(' ')))
    const expected = right[`open/${name}`]!.flatMap(({ labels, size, voc }) =>
      labels.map((label) => [...size, label, ...voc].join(' ')),
    )
    expect(objects.sort()).toEqual(expected.sort())
  })

  it('takes all files of random projects', async () => {
    const result = await convert({ ...bigProject('image'), to: formatOf('pascal-voc') })
    const found = Object.values(look(writeFiles(result)))
    expect(found.flatMap(({ problems }) => problems)).toEqual([])
    expect(found.length).toBe([...result.files.keys()].filter((path) => path.endsWith('.xml')).length)
    expect(found.reduce((sum, { objects }) => sum + objects.length, 0)).toBeGreaterThan(50)
  })
})
