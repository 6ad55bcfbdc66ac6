import { describe, expect, it } from 'vitest'
import { mot } from '../../src/formats/mot.ts'
import { convert } from '../convert.ts'
import { goldenInput } from './goldens.ts'
import { key, track } from './video-tracks.ts'

const CONFIG = `<View><Labels name="who" toName="video"><Label value="Man"/><Label value="big dog"/></Labels>
  <Video name="video" value="$video" framerate="25"/><VideoRectangle name="box" toName="video"/></View>`
const SIZE = { videoSize: '1000x500' }

describe('mot', () => {
  it('writes the box of every track on every frame', async () => {
    const man = track('a', ['Man'], [key(1, 10), key(3, 20, false)])
    const dog = track('b', ['big dog'], [key(2, 50)])
    const { files, text, issues, wrote } = await convert({ tasks: [task([man, dog])], config: CONFIG, to: mot, options: SIZE })
    expect([...files.keys()]).toEqual(['clip/gt/gt.txt', 'clip/seqinfo.ini', 'clip/gt/labels.txt'])
    expect(text('clip/gt/gt.txt')).toBe(
      [
        '1,1,100,50,200,150,1,1,1',
        '2,1,150,50,200,150,1,1,1',
        '2,2,500,50,200,150,1,2,1',
        '3,1,200,50,200,150,1,1,1',
        '3,2,500,50,200,150,1,2,1',
        '4,2,500,50,200,150,1,2,1',
        '',
      ].join('\n'),
    )
    expect(text('clip/gt/labels.txt')).toBe('Man\nbig dog\n')
    expect(text('clip/seqinfo.ini')).toBe(
      '[Sequence]\nname=clip\nimDir=img1\nframeRate=10\nseqLength=4\nimWidth=1000\nimHeight=500\nimExt=.jpg\n',
    )
    expect(issues).toEqual([])
    expect(Object.fromEntries(wrote)).toEqual({ videos: 1, regions: 2, boxes: 6 })
  })

  it('interpolates as Label Studio’s player does', async () => {
    const { text, issues } = await convert({ ...goldenInput('video_tracking'), to: mot, options: SIZE })
    const rows = text('clip/gt/gt.txt').trim().split('\n')
    expect(rows.length).toBe(100) // key frames 1, 51 and 100, where it ends
    expect(rows[25]).toBe('26,1,200,55,200,150,1,1,1')
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual(['shape-dropped v2', 'rotation-flattened v1'])
  })

  it('needs the size of the video', async () => {
    const tasks = [task([track('a', ['Man'], [key(1, 10)])])]
    const { issues, wrote } = await convert({ tasks, config: CONFIG, to: mot })
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual(['video-size-unknown a'])
    expect(wrote.get('regions')).toBeUndefined()
    await expect(convert({ tasks, config: CONFIG, to: mot, options: { videoSize: 'big' } })).rejects.toThrow(
      /not possible for --video-size/,
    )
  })

  it('counts from one where it is told to, and cuts at the border', async () => {
    const tasks = [task([track('a', ['Man', 'big dog'], [key(1, 90), key(2, 200, false)])])]
    const options = { ...SIZE, coordinates: 'one-based', clip: true }
    const { text, issues } = await convert({ tasks, config: CONFIG, to: mot, options })
    expect(text('clip/gt/gt.txt')).toBe('1,1,901,51,100,150,1,1,1\n')
    expect(issues.map(({ code, effect }) => `${code} ${effect}`)).toEqual([
      'region-empty approximated',
      'region-clipped approximated',
      'labels-cut approximated',
    ])
  })

  it('refuses tracks that cannot be', async () => {
    const broken = track('broken', ['Man'], [{ frame: 1 }])
    const endless = track('endless', ['Man'], [key(1, 1), key(1e12, 1)])
    const { issues, wrote } = await convert({ tasks: [task([broken, endless])], config: CONFIG, to: mot, options: SIZE })
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual(['region-invalid broken', 'region-invalid endless'])
    expect(wrote.get('regions')).toBeUndefined()
  })
})

function task(result: readonly object[]) {
  return { id: 1, data: { video: 'http://localhost/clip.mp4' }, annotations: [{ id: 1, result }] }
}
