import { describe, expect, it } from 'vitest'
import { parseOptions } from '../../../src/export/options.ts'
import { inUsualOrder, parseSplit, SPLIT } from '../../../src/export/split/rules.ts'
import type { OptionValue } from '../../../src/formats/format.ts'

function parse(options: Readonly<Record<string, OptionValue>>) {
  return parseSplit(parseOptions(SPLIT, options, 'test'))
}

describe('rules of a split', () => {
  it('are names and shares', () => {
    expect(parse({})).toBeUndefined()
    expect(parse({ split: 'train=0.8, val=0.2' })).toMatchObject({ names: ['train', 'val'], shares: [0.8, 0.2] })
    expect(parse({ split: 'train=70,val=20,test=10' })).toMatchObject({ shares: [0.7, 0.2, 0.1] })
  })

  it('or where a task says its own', () => {
    expect(parse({ splitBy: 'data.fold' })).toMatchObject({ names: [], by: { path: 'fold' } })
    expect(parse({ splitBy: 'tags', split: 'a,b' })).toMatchObject({ names: ['a', 'b'], by: 'tags' })
  })

  it.each([
    [{ split: 'train=0.8,val=0.1' }, 'option-invalid', 'add up to 0.9'],
    [{ split: 'train,val' }, 'option-invalid', 'train has no share'],
    [{ split: 'train=1,val=-1' }, 'option-invalid', 'val has no share'],
    [{ split: 'a/b=1' }, 'option-invalid', 'is no name of a split'],
    [{ split: 'a=0.5,A=0.5' }, 'option-invalid', 'named twice'],
    [{ splitGroup: 'data.patient' }, 'option-missing', '--split-group without --split'],
    [{ splitStratify: true }, 'option-missing', '--split-stratify without --split'],
    [{ splitBy: 'tags' }, 'option-missing', 'which tags'],
    [{ splitBy: 'fold', split: 'train=1' }, 'option-invalid', '--split-by and shares'],
    [{ splitBy: 'fold', splitSeed: 1 }, 'option-invalid', '--split-by and --split-seed'],
    [{ splt: 'train=1' }, 'option-unknown', '--splt'],
  ])('%j is refused', (options, code, message) => {
    expect(() => parse(options)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }))
  })

  it('put usual names into their usual order', () => {
    expect(inUsualOrder(['fold-2', 'test', 'fold-1', 'val', 'train'])).toEqual(['train', 'val', 'test', 'fold-1', 'fold-2'])
  })
})
