/** One line of JSON per event: time, level, event, and what belongs to it. */
export interface Log {
  info(event: string, details?: Readonly<Record<string, unknown>>): void
  error(event: string, details?: Readonly<Record<string, unknown>>): void
}

export function jsonLog(write: (line: string) => void, now: () => Date): Log {
  const print =
    (level: string) =>
    (event: string, details: Readonly<Record<string, unknown>> = {}) =>
      write(`${JSON.stringify({ time: now().toISOString(), level, event, ...details })}\n`)
  return { info: print('info'), error: print('error') }
}
