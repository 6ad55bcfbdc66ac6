import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countFiles, countInside, countRows, countText, eachEntry } from '../../bench/count.mjs'
import { generate, generateInto } from '../../bench/generate.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goldpan-count-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('counting', () => {
  it('a text is found across the pieces that a file is read in', () => {
    const path = join(folder, 'long.txt')
    writeFileSync(path, `${'.'.repeat((1 << 20) - 2)}<a><a>${'.'.repeat(1 << 20)}<a>`)
    expect(countText(path, '<a>')).toBe(3)
  })

  it('a line end within quotes is no row', () => {
    const path = join(folder, 'rows.csv')
    writeFileSync(path, 'id,text\n1,"two\nlines and ""quotes"""\n2,\n')
    expect(countRows(path)).toBe(2)
  })

  it('the same is found in a folder and in a zip of its files', () => {
    const facts = generateInto('image', 40, folder, { as: 'files' })
    generateInto('image', 40, folder, { as: 'zip' })
    for (const name of ['tasks', 'tasks.zip'])
      expect(countInside(join(folder, name), '.json', '"rectanglelabels":')).toBe(facts.results)
    expect(countInside(folder, '.xml', '<View>')).toBe(1)
    expect(countFiles(folder, '.json')).toBe(40)
  })

  it('the files of a zip are unpacked as they were', () => {
    generateInto('text', 3, folder, { as: 'zip' })
    const files: string[][] = []
    eachEntry(join(folder, 'tasks.zip'), (name, unpack) => files.push([name, unpack().toString()]))
    expect(files).toEqual([...generate('text', 3)].map(({ id, json }) => [`${id}.json`, json]))
  })
})
