/**
 * Reads what src/json/outline.ts describes off a tape: where the values of known keys stand in objects, in the objects of lists inside
 * them, and so on. Each object becomes a row of numbers, so that nobody has to walk over its keys again. What to look for is said
 * beforehand, key by key; this file knows no names.
 *
 * A row has a slot of 4 bytes for its object's token, one for the token of each key's value (0: there is none), and those that steps fill.
 */

import { BACKSLASH, MINUS, OPEN_BRACE, OPEN_BRACKET } from './ascii'
import { parseDecimal } from './number'
import {
  behind,
  closerOf,
  enterTape,
  hasEscape,
  holdsBackslash,
  indexOf,
  isLone,
  isSame,
  isString,
  lengthOf,
  opens,
  padded,
  startOf,
  TOKEN,
  tokenOf,
} from './tape'

const MAX_LEVELS: usize = 4
/** Per level: bytes of a row, number of steps. */
const LEVEL: usize = 8
const LEVELS: usize = memory.data(32)

/** Per level an open hash table of keys of up to 16 bytes: the key, padded with zeros, and its slot. */
const MAX_KEY: u32 = 16
const ENTRY: usize = 32
const ENTRIES: usize = 128
const KEYS: usize = memory.data(16384)

/** Per level the keys of the object before, in their order: the key, padded with zeros, and its slot, 0 for one that is not looked for. */
const GUESS: usize = 32
const MOST_GUESSES: usize = 32
const GUESSES: usize = memory.data(4096)

/** What is done with a row after its keys were found, in this order: what to do, with which slot, and which slot takes the outcome. */
const STEP: usize = 12
const MAX_STEPS: usize = 32
const STEPS: usize = memory.data(1536)
const LIST: u32 = 0 // rows of the next level for the list's elements; the outcome is the place behind them
const MEMBERS: u32 = 1 // the keys of the next level are found in this object, for the same row
const NAME: u32 = 2 // the outcome is the number of this string, see `names`
const LONE_NAME: u32 = 3 // the same of the one string in a list; 0 where there are more, or none
const NUMBER: u32 = 4 // the outcome is the nearest double; NaN where there is no number, or where it takes more than we know
const HASH: u32 = 5 // the outcome is `hashAt` of src/json/text.ts

/** Strings of up to 32 bytes that came as names, by their bytes: 32 bytes padded with zeros, and the number, from 1. */
const MAX_NAME: u32 = 32
const NAME_ENTRY: usize = 48
const NAME_ENTRIES: usize = 1024
const MAX_NAMES: u32 = 512
const NAMES: usize = memory.data(49152)
let nameCount: u32 = 0

/** The first row, where the next one goes, and where memory ends. */
let rows: usize = 0
let next: usize = 0
let limit: usize = 0

/** Rows of a level have so many bytes, a multiple of eight. */
export function level(number: usize, bytes: u32): void {
  store<u32>(LEVELS + number * LEVEL, bytes)
}

/** A key of a level, spelled in memory [at, at + length), and the slot for its value. */
export function key(number: usize, at: usize, length: u32, slot: u32): void {
  const bytes = padded(at, length)
  let entry = entryOf(number, bytes)
  while (v128.any_true(v128.load(entry))) entry = behindEntry(number, entry)
  v128.store(entry, bytes)
  store<u32>(entry, slot, 16)
}

/** What is done with rows of a level, after the steps that were said before. */
export function step(number: usize, kind: u32, slot: u32, outcome: u32): void {
  const count = <usize>load<u32>(LEVELS + number * LEVEL, 4)
  const at = STEPS + (number * MAX_STEPS + count) * STEP
  store<u32>(at, kind)
  store<u32>(at, slot, 4)
  store<u32>(at, outcome, 8)
  store<u32>(LEVELS + number * LEVEL, <u32>count + 1, 4)
}

/** Whether numbers are read; else all of them are NaN. */
let readsNumbers: bool = true
export function readNumbers(isWanted: bool): void {
  readsNumbers = isWanted
}

/**
 * Puts the rows of a tape at `to`: that of its value, then those of the lists in it, each in front of its own. Places of rows count from `first`.
 * @returns where they end, or 0 when a key is spelled with an escape, and when memory is at its end
 */
export function outline(from: usize, inputOrigin: usize, first: usize, to: usize): usize {
  enterTape(from, inputOrigin)
  rows = first
  next = to
  limit = <usize>memory.size() << 16
  return putRow(0, from) ? next : 0
}

function putRow(number: usize, token: usize): bool {
  const row = next
  const size = load<u32>(LEVELS + number * LEVEL)
  if (!reserve(size)) return false
  memory.fill(row, 0, size)
  store<u32>(row, indexOf(token))
  if (opens(token, OPEN_BRACE) && !locate(number, token, row)) return false
  let at: usize = STEPS + number * MAX_STEPS * STEP
  for (const end = at + <usize>load<u32>(LEVELS + number * LEVEL, 4) * STEP; at < end; at += STEP)
    if (!doStep(number, row, load<u32>(at), load<u32>(at, 4), row + (<usize>load<u32>(at, 8) << 2))) return false
  return true
}

/** Makes room for a row. */
// @ts-ignore: decorator
@inline
function reserve(size: u32): bool {
  next += size
  return next <= limit || grow()
}

function grow(): bool {
  if (memory.grow(<i32>((next - limit) >> 16) + 16) < 0) return false
  limit = <usize>memory.size() << 16
  return true
}

// @ts-ignore: decorator
@inline
function doStep(number: usize, row: usize, kind: u32, slot: u32, outcome: usize): bool {
  const value = load<u32>(row + (<usize>slot << 2))
  const token = tokenOf(value)
  if (kind == LIST) {
    const isFine = value == 0 || !opens(token, OPEN_BRACKET) || putRows(number + 1, token)
    store<u32>(outcome, <u32>((next - rows) >> 2))
    return isFine
  }
  if (kind == NUMBER) store<f64>(outcome, value == 0 || !readsNumbers ? NaN : numberOf(token))
  if (value == 0) return true
  if (kind == MEMBERS) return !opens(token, OPEN_BRACE) || locate(number + 1, token, row)
  if (kind == NAME) store<u32>(outcome, nameOf(token))
  else if (kind == LONE_NAME) store<u32>(outcome, isLone(token) ? nameOf(token + TOKEN) : 0)
  else if (kind == HASH) store<u32>(outcome, hashOf(token))
  return true
}

function putRows(number: usize, list: usize): bool {
  const end = closerOf(list)
  for (let token = list + TOKEN; token < end; token = behind(token)) if (!putRow(number, token)) return false
  return true
}

/** Puts the tokens of an object's values into their slots, of a repeated key the last; false for a key with an escape. */
function locate(number: usize, object: usize, row: usize): bool {
  const end = closerOf(object)
  const guesses = GUESSES + number * MOST_GUESSES * GUESS
  let guess = guesses
  for (let token = object + TOKEN; token < end; ) {
    const value = token + TOKEN
    const at = startOf(token)
    const length = lengthOf(token)
    token = behind(value)
    if (length > MAX_KEY) {
      if (hasEscape(at, length)) return false
      continue
    }
    const bytes = padded(at, length)
    if (!isSame(v128.load(guess), bytes)) {
      if (holdsBackslash(bytes)) return false
      v128.store(guess, bytes)
      store<u32>(guess, slotOf(number, bytes), 16)
    }
    const slot = load<u32>(guess, 16)
    if (slot != 0) store<u32>(row + (<usize>slot << 2), indexOf(value))
    if (guess < guesses + (MOST_GUESSES - 1) * GUESS) guess += GUESS
  }
  return true
}

/** The slot of a key, 0 for one that is not looked for. */
function slotOf(number: usize, key: v128): u32 {
  let entry = entryOf(number, key)
  while (v128.any_true(v128.load(entry)) && !isSame(v128.load(entry), key)) entry = behindEntry(number, entry)
  return load<u32>(entry, 16)
}

// @ts-ignore: decorator
@inline
function entryOf(number: usize, key: v128): usize {
  return KEYS + ((<usize>number * ENTRIES + (<usize>hash(key) & (ENTRIES - 1))) * ENTRY)
}

/** The last one is followed by the first. */
function behindEntry(number: usize, entry: usize): usize {
  const start = KEYS + <usize>number * ENTRIES * ENTRY
  return start + ((entry + ENTRY - start) & (ENTRIES * ENTRY - 1))
}

/** The number of a string without escapes; 0 for anything else, for a long one, and when there are too many. */
function nameOf(token: usize): u32 {
  const at = startOf(token)
  const length = lengthOf(token)
  if (length == 0 || length > MAX_NAME || !isString(token)) return 0
  const head = padded(at, min(length, 16))
  const tail = length > 16 ? padded(at + 16, length - 16) : i8x16.splat(0)
  if (holdsBackslash(head) || holdsBackslash(tail)) return 0
  let entry = NAMES + (<usize>hash(v128.xor(head, i64x2.shl(tail, 1))) & (NAME_ENTRIES - 1)) * NAME_ENTRY
  while (true) {
    const number = load<u32>(entry, 32)
    if (number == 0) return newName(entry, head, tail)
    if (isSame(v128.load(entry), head) && isSame(v128.load(entry, 16), tail)) return number
    entry = entry + NAME_ENTRY == NAMES + NAME_ENTRIES * NAME_ENTRY ? NAMES : entry + NAME_ENTRY
  }
}

function newName(entry: usize, head: v128, tail: v128): u32 {
  if (nameCount == MAX_NAMES) return 0
  v128.store(entry, head)
  v128.store(entry, tail, 16)
  store<u32>(entry, ++nameCount, 32)
  return nameCount
}

function numberOf(token: usize): f64 {
  const at = startOf(token)
  const first = load<u8>(at)
  if ((first != MINUS && first - 0x30 > 9) || isString(token)) return NaN
  return parseDecimal(at, at + lengthOf(token))
}

function hashOf(token: usize): u32 {
  const start = startOf(token)
  const end = start + lengthOf(token)
  if (!isString(token)) return 0
  let hash = <u32>(end - start) + 1
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at)
    if (byte == BACKSLASH) return 0
    hash = hash * 31 + byte
  }
  return hash == 0 ? 1 : hash
}

// @ts-ignore: decorator
@inline
function hash(bytes: v128): u32 {
  const mixed = i64x2.extract_lane(bytes, 0) ^ (i64x2.extract_lane(bytes, 1) * 0x2545f4914f6cdd1d)
  return <u32>((mixed * 0x9e3779b97f4a7c15) >>> 48)
}
