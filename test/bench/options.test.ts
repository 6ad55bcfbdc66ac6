import { describe, expect, it } from 'vitest'
import { readOptions } from '../../bench/options.mjs'

const names = (args: readonly string[]) => readOptions(args).rows.map(({ name }) => name)

describe('the command line of the benchmark', () => {
  it('a name picks a row, or those that begin with it', () => {
    expect(names(['--only', 'text,one-task'])).toEqual(['text-conll', 'text-csv', 'text-csv-rows', 'one-task'])
    expect(() => names(['--only', 'tex'])).toThrow('there is no row tex')
  })

  it('what takes 4 GB is measured when it is named, and not else', () => {
    expect(names(['--only', 'huge'])).toEqual(['huge-coco', 'huge-csv'])
    expect(names([]).filter((name) => name.startsWith('huge'))).toEqual([])
    expect(names([])).toContain('growth-coco')
  })

  it('only a full run writes the figures that the docs are printed from', () => {
    expect(readOptions([]).results).toMatch(/bench[\\/]results\.json$/)
    for (const args of [['--quick'], ['--size', 'text=7']]) {
      const options = readOptions(args)
      expect(options.isFull).toBe(false)
      expect(options.results).not.toBe(readOptions([]).results)
    }
  })

  it('a quick run has a tenth of the tasks, and one task where there is one', () => {
    const { sizes } = readOptions(['--quick', '--size', 'text=7'])
    expect(sizes).toMatchObject({ image: 10_000, text: 7, one: 1 })
    expect(() => readOptions(['--size', 'texts=7'])).toThrow('there is no input texts')
    expect(() => readOptions(['--size', 'text=0'])).toThrow('0 is no whole number above 0')
  })

  it('peers run as often as the rest, unless it is said', () => {
    expect(readOptions(['--rounds', '5']).rounds).toEqual({ goldpan: 5, floor: 5, peer: 5 })
    expect(readOptions(['--rounds', '5', '--peer-rounds', '1']).rounds).toEqual({ goldpan: 5, floor: 5, peer: 1 })
  })
})
