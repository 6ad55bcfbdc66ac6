import { describe, expect, it } from 'vitest'
import { formats } from '../../src/formats/index.ts'
import { formatNames, loadFormat } from '../../src/formats/load.ts'

describe('the table of formats to be loaded', () => {
  it('has the names of all formats, in the same order', () => {
    const names = formats.map(({ id, aliases }) => ({ id, aliases }))
    expect(formatNames.map(({ id, aliases }) => ({ id, aliases }))).toEqual(names)
  })

  it.each(formats.map((format) => [format.id, format] as const))('loads %s, the very one of the list', async (_, format) => {
    for (const name of [format.id, format.id.toUpperCase(), ...format.aliases.map((alias) => alias.toLowerCase())])
      expect(await loadFormat(name)).toBe(format)
  })

  it('has nothing for another name', async () => {
    expect(await loadFormat('cocoa')).toBeUndefined()
  })
})
