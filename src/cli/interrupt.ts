let running: AbortController | undefined
let exitCode: number | undefined

/**
 * Ctrl-C calls off what runs in {@link interruptible}, so that it can clean up; anything else, and the second Ctrl-C, ends the process at once.
 * On exit, unlike on a signal, temporary files are removed.
 */
export function watchInterrupts(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.on(signal, () => {
      if (running === undefined || running.signal.aborted) process.exit(code)
      exitCode = code
      running.abort()
    })
}

/** The exit code that tells of the signal which called off the run, if one did. */
export function interruptedExitCode(): number | undefined {
  return exitCode
}

/** Runs what ends soon after its signal is aborted. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  running = new AbortController()
  try {
    return await work(running.signal)
  } finally {
    running = undefined
  }
}
