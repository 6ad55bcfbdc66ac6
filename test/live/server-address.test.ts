import { describe, expect, it } from 'vitest'
import { isLiveSource, withoutSecrets } from '../../src/live/live-source.ts'
import { parseServerAddress } from '../../src/live/server-address.ts'

describe('addresses of projects', () => {
  it.each([
    ['https://host/projects/3', 'https://host', 3, undefined],
    ['https://host/projects/3/', 'https://host', 3, undefined],
    ['https://host:8080/projects/3/data?tab=7&task=12', 'https://host:8080', 3, 7],
    ['https://host/projects/3/settings/labeling', 'https://host', 3, undefined],
    ['https://host/api/projects/3', 'https://host', 3, undefined],
    ['https://host/label-studio/projects/3', 'https://host/label-studio', 3, undefined],
    ['https://host/label-studio/api/projects/3/', 'https://host/label-studio', 3, undefined],
    ['https://host', 'https://host', undefined, undefined],
    ['http://host/projects/', 'http://host', undefined, undefined],
    ['HTTPS://Host/projects/3?tab=x', 'https://host', 3, undefined],
  ])('%s', (source, base, project, tab) => {
    expect(parseServerAddress(source)).toEqual({ base, project, tab })
  })

  it('that are none are refused', () => {
    expect(() => parseServerAddress('https://')).toThrow('this is no address')
  })

  it('are told apart from files', async () => {
    const sources = [
      'postgresql://h/d',
      'POSTGRES://h',
      'http://h',
      'test/fixtures/label-studio/label_studio.sqlite3',
      'README.md',
      'src',
      '-',
    ]
    expect(await Promise.all(sources.map(isLiveSource))).toEqual([true, true, true, true, false, false, false])
  })

  it.each([
    ['postgres://me:secret@host:5432/db?password=x', 'postgres://host:5432/db'],
    ['postgres://me:se/c#r?et@host/db', 'postgres://host/db'],
    ['https://me:se@cret@host/projects/3?token=x#y', 'https://host/projects/3'],
    ['folder/me@home?.json', 'folder/me@home?.json'],
  ])('are printed without what is secret: %s', (source, printed) => {
    expect(withoutSecrets(source)).toBe(printed)
  })
})
