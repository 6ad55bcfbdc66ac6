/** Characters by their codes, as in src/json/ascii.ts. */

export const LINE_FEED: u8 = 0x0a
export const RETURN: u8 = 0x0d
export const BLANK: u8 = 0x20
export const EXCLAMATION: u8 = 0x21
export const QUOTE: u8 = 0x22
export const COMMA: u8 = 0x2c
export const MINUS: u8 = 0x2d
export const PERIOD: u8 = 0x2e
export const ZERO: u8 = 0x30
export const COLON: u8 = 0x3a
export const SEMICOLON: u8 = 0x3b
export const QUESTION: u8 = 0x3f
export const OPEN_BRACKET: u8 = 0x5b
export const BACKSLASH: u8 = 0x5c
export const CLOSE_BRACKET: u8 = 0x5d
export const OPEN_BRACE: u8 = 0x7b
export const CLOSE_BRACE: u8 = 0x7d
