import { readFileSync } from 'node:fs'

/** Goldpan's own version; every report.json begins with it. */
export const { version }: { version: string } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
