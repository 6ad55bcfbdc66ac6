import { describe, expect, it } from 'vitest'
import { parseJson } from '../../src/json/node.ts'
import { boxesOfTrack, boxOfTrackAt, keyFramesOf } from '../../src/model/track.ts'

const key = (frame: number, x: number, enabled = true, rotation = 0) => ({
  frame,
  enabled,
  rotation,
  x,
  y: 10,
  width: 20,
  height: 30,
})
const keyFrames = (sequence: readonly object[]) => keyFramesOf({ kind: 'track', sequence: parseJson(JSON.stringify(sequence)) })
const drawn = (sequence: readonly object[], lastFrame: number) =>
  [...boxesOfTrack(keyFrames(sequence)!, lastFrame)].map(({ frame, x, isKey }) => [frame, x, ...(isKey ? ['key'] : [])])

describe('boxOfTrackAt', () => {
  it('is what boxesOfTrack has on each frame', () => {
    const found = keyFrames([key(2, 0), key(4, 4, false), key(7, 50), key(9, 60, true, 30)])!
    const byFrame = new Map([...boxesOfTrack(found, 12)].map((box) => [box.frame, box]))
    const pick = ({ frame, x, rotation, isKey }: { frame: number; x: number; rotation: number; isKey: boolean }) => ({
      frame,
      x,
      rotation,
      isKey,
    })
    for (let frame = 1; frame <= 12; frame++) {
      const [one, other] = [boxOfTrackAt(found, frame), byFrame.get(frame)]
      expect(one && pick(one)).toEqual(other && pick(other))
    }
  })
})

describe('boxesOfTrack', () => {
  it('draws straight lines between key frames, and the last box to the end', () => {
    expect(drawn([key(1, 10), key(4, 16)], 6)).toEqual([
      [1, 10, 'key'],
      [2, 12],
      [3, 14],
      [4, 16, 'key'],
      [5, 16],
      [6, 16],
    ])
  })

  it('ends after a key frame that is not enabled, and begins again at the next', () => {
    expect(drawn([key(2, 0), key(4, 4, false), key(7, 50), key(8, 50, false)], 99)).toEqual([
      [2, 0, 'key'],
      [3, 2],
      [4, 4, 'key'],
      [7, 50, 'key'],
      [8, 50, 'key'],
    ])
  })

  it('turns and grows on the way', () => {
    const [, middle] = boxesOfTrack(keyFrames([key(1, 0, true, 10), { ...key(3, 0, false, 30), width: 40 }])!, 3)
    expect(middle).toEqual({ frame: 2, x: 0, y: 10, width: 30, height: 30, rotation: 20, isKey: false })
  })

  it('keeps what was drawn behind the end of the video', () => {
    expect(drawn([key(5, 1)], 3)).toEqual([[5, 1, 'key']])
  })
})

describe('keyFramesOf', () => {
  it('sorts by frame; of two on one frame the later counts', () => {
    expect(keyFrames([key(9, 1), key(2, 2), key(9, 3)])?.map(({ frame, x }) => [frame, x])).toEqual([
      [2, 2],
      [9, 3],
    ])
  })

  it('is undefined for a key frame without a frame or a box', () => {
    expect(keyFrames([{ ...key(1, 1), frame: undefined }])).toBeUndefined()
    expect(keyFrames([{ ...key(1, 1), width: 'wide' }])).toBeUndefined()
    expect(keyFrames([key(1.5, 1)])).toBeUndefined()
    expect(keyFrames([])).toEqual([])
  })
})
