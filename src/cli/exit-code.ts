import type { GoldpanError } from '../model/error.ts'
import { interruptedExitCode } from './interrupt.ts'

/** Codes of errors that a better command line would have avoided. */
const USAGE_CODES = new Set([
  'option-unknown',
  'option-invalid',
  'option-missing',
  'format-unknown',
  'reader-unknown',
  'aspect-unknown',
  'query-invalid',
  'token-missing',
])

/** 2 for a wrong command line, that of the signal after Ctrl-C, else 1. */
export function exitCodeOf({ code }: GoldpanError): number {
  if (code === 'cancelled') return interruptedExitCode() ?? 1
  return USAGE_CODES.has(code) ? 2 : 1
}
