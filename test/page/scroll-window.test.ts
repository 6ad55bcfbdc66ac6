import { describe, expect, it } from 'vitest'
import { positionAfter, scrollTopOf, TALLEST, windowAt } from '../../src/page/screens/data/scroll-window.ts'

const short = { count: 100, rowHeight: 40, viewHeight: 400 }
const long = { count: 1_000_000, rowHeight: 40, viewHeight: 400 }

describe('a list that is scrolled', () => {
  it('draws the rows in view and some around them', () => {
    expect(windowAt(0, 0, short)).toEqual({ height: 4000, first: 0, end: 18, top: 0 })
    expect(windowAt(2020, 2020, short)).toEqual({ height: 4000, first: 42, end: 69, top: 1680 })
    expect(windowAt(3600, 3600, short)).toMatchObject({ first: 82, end: 100, top: 3280 })
  })

  it('never draws more, however long it is, and stands in a space that browsers can draw', () => {
    const drawn = windowAt(39_000_000, 7_800_000, long)
    expect(drawn.height).toBe(TALLEST)
    expect(drawn.end - drawn.first).toBeLessThan(30)
    expect(drawn.first).toBe(975_000 - 8)
  })

  it('moves by as much as the wheel does, and in proportion when the scroll bar is pulled', () => {
    const before = { position: 1_000_000, scrollTop: 200_000 }
    expect(positionAfter(200_120, before, long)).toBe(1_000_120)
    expect(positionAfter(199_880, before, long)).toBe(999_880)
    expect(positionAfter(4_000_000, before, long)).toBeCloseTo((4_000_000 / (TALLEST - 400)) * (40_000_000 - 400), 3)
    expect(positionAfter(3000, { position: 10, scrollTop: 10 }, short)).toBe(3000)
  })

  it('reaches both ends', () => {
    const before = { position: 20_000_000, scrollTop: 300 }
    expect(positionAfter(0, before, long)).toBe(0)
    expect(positionAfter(TALLEST - 400, before, long)).toBe(40_000_000 - 400)
    expect(windowAt(40_000_000 - 400, TALLEST - 400, long).end).toBe(1_000_000)
  })

  it('knows where the scroll bar belongs', () => {
    expect(scrollTopOf(0, long)).toBe(0)
    expect(scrollTopOf(40_000_000 - 400, long)).toBe(TALLEST - 400)
    expect(scrollTopOf(1234, short)).toBe(1234)
    expect(scrollTopOf(0, { ...short, count: 0 })).toBe(0)
  })
})
