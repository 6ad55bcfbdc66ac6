import { describe, expect, it } from 'vitest'
import { FileNames } from '../../src/export/file-names.ts'
import { BatchReport } from '../../src/export/report.ts'

const bytes = (text: string) => new TextEncoder().encode(text).length

/** Names for references in their order, and those that were told to be changed. */
function namesOf(references: readonly string[], extension?: string): { names: string[]; changed: unknown[] } {
  const report = new BatchReport()
  const files = new FileNames(report)
  const names = references.map((reference) => files.of(reference, extension))
  expect(report.issues.every(({ code }) => code === 'name-changed')).toBe(true)
  return { names, changed: report.issues.map(({ detail }) => detail.name) }
}

describe('the name of a reference', () => {
  it('C13: is the real one', () => {
    expect(namesOf(['https://x.y/a/cat 1.jpg?token=1', 's3://b/ü.PNG', '/data/local-files/?d=in/dog.tif', 'plain'])).toEqual({
      names: ['cat 1.jpg', 'ü.PNG', 'dog.tif', 'plain'],
      changed: [],
    })
  })

  it('takes another extension', () => {
    expect(namesOf(['a.b/cat.v2.jpg', 'noext', '.hidden', 'x.tar.gz'], '.xml').names).toEqual([
      'cat.v2.xml',
      'noext.xml',
      expect.stringMatching(/^[0-9a-f]{8}\.hidden\.xml$/),
      'x.tar.xml',
    ])
  })

  it('C7: same base name, same stem: the first keeps it, the others get a suffix and are told', () => {
    const { names, changed } = namesOf(['a/0001.jpg', 'b/0001.jpg', 'a/0001.png', 'c/0001.jpg'], '.xml')
    expect(names[0]).toBe('0001.xml')
    for (const name of names.slice(1)) expect(name).toMatch(/^0001-[0-9a-f]{8}\.xml$/)
    expect(new Set(names).size).toBe(4)
    expect(changed).toEqual(['b/0001.jpg', 'a/0001.png', 'c/0001.jpg'])
  })

  it('C7: without the extension taken away, 0002.jpg and 0002.png are two names', () => {
    expect(namesOf(['0002.jpg', '0002.png'])).toEqual({ names: ['0002.jpg', '0002.png'], changed: [] })
  })

  it('case and Unicode form do not tell names apart on every disk', () => {
    const { names, changed } = namesOf(['a/Cat.jpg', 'b/cat.JPG', 'c/gr\u00f6n.jpg', 'd/gro\u0308n.jpg', 'e/GR\u00d6N.jpg'])
    expect(new Set(names.map((name) => name.normalize('NFC').toLowerCase())).size).toBe(5)
    expect(changed).toEqual(['b/cat.JPG', 'd/gro\u0308n.jpg', 'e/GR\u00d6N.jpg'])
    expect(names[1]).toMatch(/^cat-[0-9a-f]{8}\.JPG$/)
  })

  it('is possible on Windows, also with a device of it before a blank or a superscript, or half a character', () => {
    expect(namesOf(['con .txt', 'COM¹.jpg', 'lpt9', 'console.jpg', 'a\ud800.png']).names).toEqual([
      '_con .txt',
      '_COM¹.jpg',
      '_lpt9',
      'console.jpg',
      'a_.png',
    ])
  })

  it('is the same for the same reference, and told once', () => {
    const report = new BatchReport()
    const files = new FileNames(report)
    files.of('a/1.jpg')
    const second = files.of('b/1.jpg')
    expect(files.of('b/1.jpg')).toBe(second)
    expect(files.of('a/1.jpg')).toBe('1.jpg')
    expect(report.issues).toHaveLength(1)
    expect(report.issues[0]).toMatchObject({ detail: { name: 'b/1.jpg', written: second } })
  })

  it('does not depend on what came before, but for who keeps the bare name', () => {
    expect(namesOf(['x/1.jpg', 'b/1.jpg']).names[1]).toBe(namesOf(['a/1.jpg', 'y/1.jpg', 'b/1.jpg']).names[2])
  })

  it('a suffixed name that is taken gets another', () => {
    const [, taken] = namesOf(['a/1.jpg', 'b/1.jpg']).names
    const { names } = namesOf([`z/${taken}`, 'a/1.jpg', 'b/1.jpg'])
    expect(names[0]).toBe(taken)
    expect(new Set(names).size).toBe(3)
  })
})

describe('the number of a name', () => {
  const files = new FileNames(new BatchReport())
  const numberOf = (reference: string, extension?: string) => files.ofMedia(reference, 1, extension).number

  it('is the same for the same name only', () => {
    expect(['a/1.jpg', 'b/1.jpg', 'a/1.jpg', 'c/1.jpg', 'b/1.jpg', '2.jpg'].map((reference) => numberOf(reference))).toEqual([
      0, 1, 0, 2, 1, 3,
    ])
    expect([numberOf('a/1.jpg', '.xml'), numberOf('a/1.jpg', '.jpg'), numberOf('a/1.jpg', '.xml')]).toEqual([4, 5, 4])
  })
})

describe('C8: too long', () => {
  const long = 'x'.repeat(300)
  const cyrillic = 'ж'.repeat(200)

  it.each([`${long}.jpg`, `${cyrillic}.jpg`, `${'😀'.repeat(90)}.jpg`, long, `.${long}`])('%# is cut by bytes', (reference) => {
    for (const extension of [undefined, '.xml']) {
      const { names, changed } = namesOf([reference, `other/${reference}`], extension)
      expect(new Set(names).size).toBe(2)
      expect(changed).toHaveLength(2)
      for (const name of names) {
        expect(bytes(name)).toBeLessThanOrEqual(215) // 255, less what other tools add
        expect(name.isWellFormed()).toBe(true)
        expect(name).not.toContain('\ufffd')
      }
    }
  })

  it('keeps beginning, extension and a hash', () => {
    expect(namesOf([`${cyrillic}.jpg`]).names[0]).toMatch(/^ж{100,}-[0-9a-f]{8}\.jpg$/)
  })

  it('a tail of more than a few letters is no extension worth keeping', () => {
    expect(namesOf([`a.${long}`]).names[0]).toMatch(/^a\.x+-[0-9a-f]{8}$/)
    expect(namesOf([`a.${long}`], '.xml').names).toEqual(['a.xml'])
  })

  it('C8: just fits', () => {
    expect(namesOf([`${'x'.repeat(211)}.jpg`])).toEqual({ names: [`${'x'.repeat(211)}.jpg`], changed: [] })
    expect(namesOf([`${'x'.repeat(212)}.jpg`]).changed).toHaveLength(1)
  })
})

describe('not possible on every disk', () => {
  it.each([
    ['CON', '_CON'],
    ['con.jpg', '_con.jpg'],
    ['LPT1.tar.gz', '_LPT1.tar.gz'],
    ['CONSOLE.jpg', 'CONSOLE.jpg'],
    ['dots...', 'dots'],
    ['space ', 'space'],
    ['a:b*c"d<e>f|g.jpg', 'a_b_c_d_e_f_g.jpg'],
    ['tab\tnew\nline.jpg', 'tab_new_line.jpg'],
  ])('%j → %j', (reference, name) => {
    expect(namesOf([reference]).names).toEqual([name])
  })

  it.each(['..', '.', '', 'https://x.y/', 'data:image/png;base64,AAAA', '.bashrc', '../../..'])(
    '%j gets a name of its own',
    (reference) => {
      const [name] = namesOf([reference]).names
      expect(name).toMatch(/^[0-9a-f]{8}/)
      expect(name).not.toMatch(/[/\\]|^\.|\.$/)
    },
  )

  it('no path comes out of a name', () => {
    expect(namesOf(['/data/local-files/?d=..%2F..%2Fetc%2Fpasswd', 'C:\\windows\\x.jpg', 'a/..%2F..%2Fx.jpg']).names).toEqual([
      'passwd',
      'x.jpg',
      expect.stringMatching(/^[0-9a-f]{8}\.\.%2F\.\.%2Fx\.jpg$/),
    ])
    for (const name of namesOf(['a/..%2F..%2Fx.jpg', '/data/local-files/?d=a%5Cb.jpg']).names)
      expect(name).not.toMatch(/[/\\]|^\./)
  })
})
