import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import * as browser from '../../src/browser/utf8.ts'
import * as node from '../../src/json/utf8.ts'

it("text and bytes are turned into each other as by Node's Buffer, surrogates without partner and marks included", () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 20 }), (text, from) => {
      const bytes = browser.encodeUtf8(`\ufeff${text}`)
      expect(bytes).toEqual(Uint8Array.from(node.encodeUtf8(`\ufeff${text}`)))
      const start = Math.min(from, bytes.length)
      expect(browser.decodeUtf8(bytes, start, bytes.length)).toBe(node.decodeUtf8(bytes, start, bytes.length))
    }),
  )
})

it('the units of a text are copied as they are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const [inBrowser, inNode] = [new Uint16Array(text.length + 3), new Uint16Array(text.length + 3)]
      browser.copyUnits(text, inBrowser)
      node.copyUnits(text, inNode)
      expect(inBrowser).toEqual(inNode)
    }),
  )
})

it('bytes that are no UTF-8 as well', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(browser.decodeUtf8(bytes, 0, bytes.length)).toBe(node.decodeUtf8(bytes, 0, bytes.length))
    }),
  )
})
