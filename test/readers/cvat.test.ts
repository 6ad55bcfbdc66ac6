import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { convert } from '../convert.ts'
import { readGolden } from '../formats/goldens.ts'
import { askPython, convertGolden, formatOf, writeFiles } from './python.ts'

interface Read {
  readonly images: readonly { readonly name: string; readonly shapes: readonly Shape[]; readonly tags: readonly Tag[] }[]
  readonly tracks: readonly { readonly label: string; readonly boxes: readonly (readonly number[])[] }[]
  readonly problems: readonly string[]
}
interface Tag {
  readonly label: string
  readonly answers: Readonly<Record<string, string>>
}
interface Shape {
  readonly kind: string
  readonly label: string
  readonly geometry: readonly number[]
}

const look = (folder: string) => askPython('cvat.py', folder) as Read

describe('an XML parser finds in cvat-xml', () => {
  it.each(['bbox_rotation', 'repo_yolo_obb'])('the corners of turned boxes of %s', async (name) => {
    const right = JSON.parse(readGolden('right_geometry.json').toString()) as Record<
      string,
      { labels: string[]; size: [number, number]; obb: [number, number][] }[]
    >
    const { images, problems } = look(writeFiles(await convertGolden(name, 'cvat-xml', { options: { decimals: 6 } })))
    expect(problems).toEqual([])
    const shapes = images.flatMap((image) => image.shapes)
    for (const { labels, size, obb } of right[`open/${name}`]!) {
      const corners = obb.flatMap(([x, y]) => [x * size[0], y * size[1]])
      const isThere = ({ label, geometry }: Shape) =>
        labels.includes(label) && geometry.every((value, k) => Math.abs(value - corners[k]!) < 0.011)
      expect(shapes.some(isThere), `${labels} ${corners}`).toBe(true)
    }
  })

  it('all shapes and tags of random projects', async () => {
    const result = await convert({ ...bigProject('image'), to: formatOf('cvat-xml') })
    const { images, problems } = look(writeFiles(result))
    expect(problems).toEqual([])
    const shapes = images.flatMap((image) => image.shapes)
    expect(shapes.length).toBe(result.wrote.get('shapes'))
    expect(images.flatMap(({ tags }) => tags).length).toBe(result.wrote.get('tags'))
    expect(new Set(shapes.map(({ kind }) => kind))).toEqual(new Set(['box', 'polygon', 'points', 'ellipse', 'mask']))
  })

  it('the track of a video, and where it ends', async () => {
    const { tracks, problems } = look(
      writeFiles(await convertGolden('video_tracking', 'cvat-xml', { options: { videoSize: '1000x500' } })),
    )
    expect(problems).toEqual([])
    expect(tracks.map(({ label, boxes }) => [label, boxes.length, boxes.at(-1)?.slice(0, 2)])).toEqual([['Man', 101, [100, 1]]])
    expect(tracks[0]!.boxes[25]).toEqual([25, 0, 200, 55, 400, 55, 400, 205, 200, 205])
  })
})
