import { encodeUtf8 } from '../json/utf8.ts'
import { sha256 } from './sha256.ts'

/** Most file systems allow 255 bytes; 40 are left for suffixes that other tools add. */
const MAX_NAME_BYTES = 215
/** Devices of Windows, whatever the extension; superscript digits count too. https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])[ ]*(\.|$)/i

/** Only letters, digits, `-`, `_` and points, beginning and ending with a letter or digit, not too long and not reserved: as most names are. */
export function isHarmless(name: string): boolean {
  return name.length <= MAX_NAME_BYTES && /^[A-Za-z0-9][\w.-]*[A-Za-z0-9]$/.test(name) && !RESERVED.test(name)
}

/** Possible on every file system: without characters that Windows or a shell forbids, not reserved, not too long. @param reference what an empty name is made of */
export function safeName(name: string, reference: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  const clean = name.replace(/[\u0000-\u001f\u007f<>:"|?*\\/]|[\ud800-\udfff]/gu, '_').replace(/[. ]+$/, '')
  const named = clean === '' || clean.startsWith('.') ? `${hashOf(reference)}${clean}` : clean
  const free = RESERVED.test(named) ? `_${named}` : named
  return encodeUtf8(free).length > MAX_NAME_BYTES ? suffixed(free, reference) : free
}

/** `name-1a2b3c4d.ext`, cut by bytes so that it fits. */
export function suffixed(name: string, reference: string): string {
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  const tail = `-${hashOf(reference)}${extension}`
  return cutBytes(name.slice(0, name.length - extension.length), MAX_NAME_BYTES - encodeUtf8(tail).length) + tail
}

/** Eight hexadecimal digits. */
export function hashOf(text: string): string {
  return sha256(text).slice(0, 8)
}

function cutBytes(text: string, most: number): string {
  let size = 0
  let cut = ''
  for (const character of text) {
    size += encodeUtf8(character).length
    if (size > most) break
    cut += character
  }
  return cut
}
