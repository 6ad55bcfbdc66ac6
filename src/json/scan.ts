import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './ascii.ts'
import { type ByteRanges, scanWasm, startScan } from './scan-wasm.ts'

/**
 * One JSON value in, one tape out.
 *
 * A tape holds two numbers per token, in document order:
 * - string: first byte behind the opening quote, position of the closing quote (escapes are not decoded);
 * - number, true, false, null: first byte, byte behind the last;
 * - `{` or `[`: its position, the token index behind its closer (so a whole container is skipped in one step);
 * - `}` or `]`: its position, position + 1.
 * Keys are string tokens that stand before their value.
 */
export interface Tape {
  readonly bytes: Uint8Array
  readonly tokens: Uint32Array
}

/** Input that is no JSON. `byte` counts from the start of the scanned bytes, `expected` says what would have been right there. */
export class JsonSyntaxError extends Error {
  readonly byte: number
  readonly expected: string

  constructor(byte: number, expected: string, found: string) {
    super(`expected ${expected}, found ${found}`)
    this.name = 'JsonSyntaxError'
    this.byte = byte
    this.expected = expected
  }
}

/** Deeper nesting is refused: no labelling tool writes it, and it costs a stack elsewhere. */
export const MAX_DEPTH = 512

/**
 * Scans the one JSON value (RFC 8259) in `bytes[start, end)`; white space around it is allowed, anything else is not.
 * @throws JsonSyntaxError with the byte and what was expected; also for text that is not UTF-8 and for more than {@link MAX_DEPTH} levels.
 */
export function scan(bytes: Uint8Array, start = 0, end = bytes.length): Tape {
  return scanWasm(bytes, start, end) ?? scanPlain(bytes, start, end)
}

/** Tapes of several values. */
export interface ScannedAll {
  /** @throws JsonSyntaxError */
  tapeOf(k: number): Tape
  /** To be called when no tape is looked at any more: they may be views of memory that is used again. */
  end(): void
}

/** Scans several values at once, which is quicker. */
export function scanAll(bytes: Uint8Array, ranges: ByteRanges): ScannedAll {
  const { valueAt, end } = startScan(bytes, ranges, {})
  const tapeOf = (k: number) => valueAt(k)?.tape ?? scanPlain(bytes, ranges.startOf(k), ranges.endOf(k))
  return { tapeOf, end }
}

/** The plain TypeScript scanner, for where there is no WebAssembly and for all that is no JSON: it says where and why. @throws JsonSyntaxError */
export function scanPlain(bytes: Uint8Array, start = 0, end = bytes.length): Tape {
  const scanner = new Scanner(bytes, start, end)
  return { bytes, tokens: scanner.run() }
}

class Scanner {
  readonly #bytes: Uint8Array
  readonly #end: number
  #at: number
  #tokens = new Uint32Array(256)
  #count = 0

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes
    this.#at = start
    this.#end = end
  }

  run(): Uint32Array {
    const open: number[] = [] // token indexes of the containers we are in
    this.#skipSpace()
    for (;;) {
      const opened = this.#value(open)
      if (opened) continue
      if (!this.#afterValue(open)) break
    }
    this.#skipSpace()
    if (this.#at < this.#end) throw this.#error('the end of the value')
    return this.#tokens.slice(0, this.#count)
  }

  /** Reads one value, or the start of a container and, in an object, its first key. True when the next thing must be a value. */
  #value(open: number[]): boolean {
    const byte = this.#bytes[this.#at]
    if (this.#at >= this.#end) throw this.#error('a value')
    if (byte === QUOTE) {
      this.#string()
      return false
    }
    if (byte !== OPEN_BRACE && byte !== OPEN_BRACKET) {
      this.#scalar()
      return false
    }
    if (open.length >= MAX_DEPTH) throw this.#error(`no more than ${MAX_DEPTH} levels of nesting`)
    open.push(this.#count)
    this.#put(this.#at, 0)
    this.#at++
    this.#skipSpace()
    if (this.#bytes[this.#at] === (byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET) && this.#at < this.#end) return false
    if (byte === OPEN_BRACE) this.#key()
    return true
  }

  /** Closes containers and steps over commas. False when the outermost value has ended; else the next thing is a value. */
  #afterValue(open: number[]): boolean {
    while (open.length > 0) {
      const container = open[open.length - 1]!
      const isObject = this.#bytes[this.#tokens[container]!] === OPEN_BRACE
      this.#skipSpace()
      const byte = this.#at < this.#end ? this.#bytes[this.#at] : -1
      if (byte === (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
        this.#put(this.#at, this.#at + 1)
        this.#tokens[container + 1] = this.#count
        this.#at++
        open.pop()
        continue
      }
      if (byte !== COMMA) throw this.#error(isObject ? "',' or '}'" : "',' or ']'")
      this.#at++
      this.#skipSpace()
      if (isObject) this.#key()
      return true
    }
    return false
  }

  #key(): void {
    if (this.#bytes[this.#at] !== QUOTE || this.#at >= this.#end) throw this.#error('a key in double quotes')
    this.#string()
    this.#skipSpace()
    if (this.#bytes[this.#at] !== COLON || this.#at >= this.#end) throw this.#error("':'")
    this.#at++
    this.#skipSpace()
  }

  #string(): void {
    const bytes = this.#bytes
    const end = this.#end
    const start = this.#at + 1
    let at = start
    for (;;) {
      if (at >= end) {
        this.#at = end
        throw this.#error('the closing quote of a string')
      }
      const byte = bytes[at]!
      if (byte === QUOTE) break
      if (byte === BACKSLASH) at = this.#escape(at)
      else if (byte < 0x20) {
        this.#at = at
        throw this.#error('an escape such as \\n instead of a bare control character')
      } else if (byte < 0x80) at++
      else at = this.#multibyte(at)
    }
    this.#put(start, at)
    this.#at = at + 1
  }

  #escape(at: number): number {
    const byte = this.#bytes[at + 1]
    if (byte === 0x75 /* u */ && at + 1 < this.#end) {
      for (let k = at + 2; k < at + 6; k++)
        if (k >= this.#end || !isHex(this.#bytes[k]!)) this.#fail(k, 'four hexadecimal digits')
      return at + 6
    }
    if (byte === undefined || at + 1 >= this.#end || !'"\\/bfnrt'.includes(String.fromCharCode(byte)))
      this.#fail(at + 1, 'an escape (" \\ / b f n r t u)')
    return at + 2
  }

  /** Steps over one UTF-8 sequence of two to four bytes (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF). */
  #multibyte(at: number): number {
    const lead = this.#bytes[at]!
    const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
    if (lead < 0xc2 || lead > 0xf4 || at + size > this.#end) this.#fail(at, 'UTF-8 text')
    const second = this.#bytes[at + 1]!
    const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
    const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
    if (second < low || second > high) this.#fail(at, 'UTF-8 text')
    for (let k = at + 2; k < at + size; k++) if ((this.#bytes[k]! & 0xc0) !== 0x80) this.#fail(at, 'UTF-8 text')
    return at + size
  }

  #scalar(): void {
    const start = this.#at
    const byte = this.#bytes[start]!
    if (byte === 0x2d || isDigit(byte)) this.#number()
    else if (byte === 0x74) this.#word('true')
    else if (byte === 0x66) this.#word('false')
    else if (byte === 0x6e) this.#word('null')
    else throw this.#error('a value')
    this.#put(start, this.#at)
  }

  #word(word: string): void {
    for (let k = 0; k < word.length; k++) {
      if (this.#at + k >= this.#end || this.#bytes[this.#at + k] !== word.charCodeAt(k)) throw this.#error('a value')
    }
    this.#at += word.length
  }

  #number(): void {
    if (this.#bytes[this.#at] === 0x2d) this.#at++
    if (this.#bytes[this.#at] === 0x30 && this.#at < this.#end) this.#at++
    else this.#digits()
    if (this.#bytes[this.#at] === 0x2e && this.#at < this.#end) {
      this.#at++
      this.#digits()
    }
    const byte = this.#bytes[this.#at]
    if ((byte === 0x65 || byte === 0x45) && this.#at < this.#end) {
      this.#at++
      const sign = this.#bytes[this.#at]
      if ((sign === 0x2b || sign === 0x2d) && this.#at < this.#end) this.#at++
      this.#digits()
    }
  }

  #digits(): void {
    const start = this.#at
    while (this.#at < this.#end && isDigit(this.#bytes[this.#at]!)) this.#at++
    if (this.#at === start) throw this.#error('a digit')
  }

  #skipSpace(): void {
    while (this.#at < this.#end) {
      const byte = this.#bytes[this.#at]!
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return
      this.#at++
    }
  }

  #put(start: number, end: number): void {
    if (this.#count + 2 > this.#tokens.length) {
      const grown = new Uint32Array(this.#tokens.length * 2)
      grown.set(this.#tokens)
      this.#tokens = grown
    }
    this.#tokens[this.#count++] = start
    this.#tokens[this.#count++] = end
  }

  #fail(at: number, expected: string): never {
    this.#at = at
    throw this.#error(expected)
  }

  #error(expected: string): JsonSyntaxError {
    return new JsonSyntaxError(
      this.#at,
      expected,
      this.#at >= this.#end ? 'the end of the input' : describe(this.#bytes.subarray(this.#at, this.#end)),
    )
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

function isHex(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
}

/** A word such as `NaN`, one visible character, or a byte's number. */
function describe(bytes: Uint8Array): string {
  const word = /^[A-Za-z]{2,20}/.exec(String.fromCharCode(...bytes.subarray(0, 20)))?.[0]
  if (word !== undefined) return `\`${word}\``
  const byte = bytes[0]!
  return byte > 0x20 && byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `byte 0x${byte.toString(16).padStart(2, '0')}`
}
