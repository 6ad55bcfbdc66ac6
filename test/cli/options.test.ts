import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { addConversionOptions } from '../../src/cli/conversion.ts'
import { addStoreOption } from '../../src/cli/store.ts'
import { formats } from '../../src/formats/index.ts'

describe('no option of a format is called like one that every conversion has', () => {
  it.each(formats.map((format) => ({ name: format.id, format })))('$name', (named) => {
    expect(() => addConversionOptions(addStoreOption(new Command()), named)).not.toThrow()
  })
})
