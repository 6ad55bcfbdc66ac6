import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  projectFolderName,
  readRecordName,
  readTaskFileName,
  recordName,
  taskFileName,
} from '../../src/stores/files/file-names.ts'
import '../seed.ts'

describe('the name of a task’s file', () => {
  it.each([
    [7, '7.json'],
    [0, '0.json'],
    [-5, '-5.json'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991.json'],
    ['7', '%37.json'],
    ['007', '007.json'],
    ['12345678901234567890', '12345678901234567890.json'],
    ['IMG 0001.jpg', 'IMG 0001.jpg.json'],
    ['Straße', 'Straße.json'],
    ['e\u0301', 'e%CC%81.json'],
    ['a/b\\c:d', 'a%2Fb%5Cc%3Ad.json'],
    ['100%', '100%25.json'],
    ['..', '%2E..json'],
    ['~', '%7E.json'],
    ['con', '%63on.json'],
    ['com1.txt', '%63om1.txt.json'],
    ['a\nb\0', 'a%0Ab%00.json'],
  ])('of %j is %j, and the other way round', (id, name) => {
    expect(taskFileName(id)).toBe(name)
    expect(readTaskFileName(name)).toEqual({ kind: 'id', id })
  })

  it('of an id that is too long or no Unicode is a hash of it', () => {
    const names = ['x'.repeat(500), 'é'.repeat(150), '\ud800', '\udfff'].map(taskFileName)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) {
      expect(name).toMatch(/^~[0-9a-f]{64}\.json$/)
      expect(readTaskFileName(name)).toEqual({ kind: 'hash' })
    }
  })

  it('is one that every file system takes, and no two ids have the same', () => {
    const id = fc.oneof(fc.integer(), fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1 }))
    fc.assert(
      fc.property(id, (id) => {
        const name = taskFileName(id)
        expect(name).not.toMatch(/["*/:<>?\\|]|\p{Cc}|^[. ]/u)
        expect(name).toBe(name.normalize('NFC'))
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
        if (!name.startsWith('~')) expect(readTaskFileName(name)).toEqual({ kind: 'id', id })
      }),
    )
  })

  it.each([
    ['a:b.json', { kind: 'misspelled', name: 'a%3Ab.json' }],
    ['%41.json', { kind: 'misspelled', name: 'A.json' }],
    ['50%.json', { kind: 'misspelled', name: '50%25.json' }],
    ['7.txt', { kind: 'foreign' }],
    ['README', { kind: 'foreign' }],
  ])('is not %j', (name, expected) => {
    expect(readTaskFileName(name)).toEqual(expected)
  })
})

describe('the name of a project’s folder', () => {
  it.each([
    ['My project', 'My project'],
    ['../x', '_x'],
    ['Straße 1/2 …', 'Straße 1_2 …'],
    ['  .hidden. ', 'hidden'],
    ['', 'project'],
    ['...', 'project'],
    ['nul', 'project nul'],
    ['a\u0000\nb', 'a_b'],
    ['ü'.repeat(300), 'ü'.repeat(50)],
  ])('of %j is %j', (title, name) => {
    expect(projectFolderName(title, [])).toBe(name)
  })

  it('is not one that is taken, whatever the case', () => {
    expect(projectFolderName('Cars', ['cars', 'CARS 2'])).toBe('Cars 3')
  })
})

describe('the name of a record', () => {
  it('tells capitals from small letters on every file system, and goes both ways', () => {
    const key = fc.string({ unit: fc.constantFrom(...'abzABZ019-_.'), minLength: 1, maxLength: 100 })
    fc.assert(
      fc.property(key, (key) => {
        expect(readRecordName(recordName(key))).toBe(key)
        expect(recordName(key)).toBe(recordName(key).toLowerCase())
        expect(recordName(key)).not.toMatch(/^\./)
      }),
    )
  })
})
