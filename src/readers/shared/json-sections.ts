import { Nesting, skim, WINDOW } from '../../io/skim.ts'
import { joinBytes } from '../../json/bytes.ts'
import { GoldpanError } from '../../model/error.ts'

/** Where the elements of one top-level list go. */
export interface SectionTaker {
  /** One element of the list under `key` (empty when the whole file is a list); `byte` is its place in the file. */
  element(key: string, bytes: Uint8Array, byte: number): void
  /** A member of the top object that is no list. */
  member(key: string, bytes: Uint8Array): void
}

const STRING = 0x22
const NOTHING = new Uint8Array(0)

/**
 * Cuts `{"images": [...], "annotations": [...], "info": {...}}`, or a bare list, into its elements without holding the whole:
 * memory is that of one chunk and one element. The elements are not parsed.
 */
export class SectionCutter {
  readonly #file: string
  readonly #taker: SectionTaker
  readonly #nesting = new Nesting()
  /** The bytes of the value or key that is open from earlier chunks. */
  #held: Uint8Array = NOTHING
  #open: 'none' | 'key' | 'container' | 'string' | 'word' = 'none'
  #state: 'start' | 'key' | 'colon' | 'value' | 'elements' | 'end' = 'start'
  #isList = false // the root
  #key = ''
  #byte = 0 // of the chunk
  #valueByte = 0

  constructor(file: string, taker: SectionTaker) {
    this.#file = file
    this.#taker = taker
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += WINDOW) this.#walk(chunk.subarray(at, at + WINDOW))
  }

  /** @throws GoldpanError `input-damaged` when it ends too early */
  end(): void {
    if (this.#state !== 'end') throw this.#damage('it ends too early')
  }

  #walk(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) at = this.#open === 'none' ? this.#between(chunk, at) : this.#inside(chunk, at, 0)
    this.#byte += chunk.length
  }

  /** Over white space and punctuation, one byte at a time. */
  #between(chunk: Uint8Array, at: number): number {
    const byte = chunk[at]!
    if (isBlank(byte) || this.#isMark(byte)) return at + 1
    if (byte === 0x2c && (this.#state === 'key' || this.#state === 'elements')) return at + 1
    if (this.#state === 'start') return this.#start(byte, at)
    if (this.#state === 'colon' && byte === 0x3a) {
      this.#state = 'value'
      return at + 1
    }
    if (this.#state === 'key' && byte === 0x7d) return this.#close('end', at)
    if (this.#state === 'elements' && byte === 0x5d) return this.#close(this.#isList ? 'end' : 'key', at)
    if (this.#state === 'value' && byte === 0x5b) return this.#close('elements', at)
    if (this.#state === 'key' && byte === STRING) return this.#begin('key', chunk, at)
    if (this.#state !== 'value' && this.#state !== 'elements')
      throw this.#damage(`\`${String.fromCharCode(byte)}\` stands there`, at)
    if (byte === 0x7b || byte === 0x5b) return this.#begin('container', chunk, at)
    return this.#begin(byte === STRING ? 'string' : 'word', chunk, at)
  }

  #start(byte: number, at: number): number {
    if (byte !== 0x7b && byte !== 0x5b) throw this.#damage('expected an object or a list', at)
    this.#isList = byte === 0x5b
    return this.#close(this.#isList ? 'elements' : 'key', at)
  }

  #close(state: 'end' | 'key' | 'elements', at: number): number {
    this.#state = state
    return at + 1
  }

  #begin(open: 'key' | 'container' | 'string' | 'word', chunk: Uint8Array, at: number): number {
    this.#open = open
    this.#valueByte = this.#byte + at
    this.#nesting.enter(1)
    this.#nesting.inString = open === 'key' || open === 'string'
    return this.#inside(chunk, at, 1)
  }

  /** To the end of what is open, or of the chunk. @param skipped bytes of it that were looked at */
  #inside(chunk: Uint8Array, from: number, skipped: number): number {
    const end = this.#endOf(chunk, from + skipped)
    if (end > chunk.length) {
      this.#held = joinBytes([this.#held, chunk.subarray(from)])
      return chunk.length
    }
    const own = chunk.subarray(from, end)
    const bytes = this.#held.length === 0 ? own : joinBytes([this.#held, own])
    this.#held = NOTHING
    this.#finish(bytes)
    return end
  }

  /** Behind the end of what is open; beyond the chunk when that is not in it. */
  #endOf(chunk: Uint8Array, from: number): number {
    if (this.#open === 'container') {
      const at = skim(chunk, from, this.#nesting, CONTAINER)
      return at + 1
    }
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (this.#open === 'word') {
        if (isBlank(byte) || byte === 0x2c || byte === 0x5d || byte === 0x7d) return at
        continue
      }
      this.#nesting.stepInString(byte)
      if (!this.#nesting.inString) return at + 1
    }
    return chunk.length + 1
  }

  #finish(bytes: Uint8Array): void {
    const isKey = this.#open === 'key'
    this.#open = 'none'
    if (isKey) {
      this.#key = new TextDecoder().decode(bytes.subarray(1, -1))
      this.#state = 'colon'
    } else if (this.#state === 'elements') this.#taker.element(this.#key, bytes, this.#valueByte)
    else {
      this.#taker.member(this.#key, bytes)
      this.#state = 'key'
    }
  }

  #isMark(byte: number): boolean {
    return this.#state === 'start' && (byte === 0xef || byte === 0xbb || byte === 0xbf)
  }

  #damage(problem: string, at = 0): GoldpanError {
    const where = { file: this.#file, byte: this.#byte + at }
    const hint = 'export or download it again: this is no whole JSON file'
    return new GoldpanError('input-damaged', `\`${this.#file}\` is damaged: ${problem}`, hint, where)
  }
}

const CONTAINER = { isRoot: false, isLine: false, onSeam: undefined } as const

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
