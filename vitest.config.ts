import { defineConfig } from 'vitest/config'

/** What tries every format on very much: a minute and more. */
const LAWS = [
  'test/batches.test.ts',
  'test/goldens.test.ts',
  'test/laws.test.ts',
  'test/round-trips.test.ts',
  'test/json/scan-wasm.test.ts',
  'test/stores/*.test.ts',
]

/** A machine that has much else to do may take its time: these end what hangs, and are no measure of speed. */
const expect = { poll: { timeout: 15_000 } }
const hookTimeout = 60_000

export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          expect,
          pool: 'threads',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: [
            ...LAWS,
            'test/readers/**',
            'test/services/**',
            'test/buckets/**',
            'test/cli/**',
            'test/clients/**',
            'test/load/**',
            'test/browser/chromium/**',
            'test/page/chromium/**',
          ],
          testTimeout: 60_000,
          hookTimeout,
        },
      },
      { test: { name: 'laws', pool: 'threads', include: LAWS, testTimeout: 60_000, hookTimeout } },
      { test: { name: 'readers', include: ['test/readers/**/*.test.ts'], testTimeout: 120_000 } },
      { test: { name: 'services', include: ['test/services/**/*.test.ts'], testTimeout: 60_000, hookTimeout } },
      { test: { name: 'buckets', expect, include: ['test/buckets/**/*.test.ts'], testTimeout: 300_000, hookTimeout } },
      { test: { name: 'browser', include: ['test/browser/chromium/**/*.test.ts'], testTimeout: 60_000, hookTimeout } },
      { test: { name: 'page', expect, include: ['test/page/chromium/**/*.test.ts'], testTimeout: 120_000, hookTimeout } },
      { test: { name: 'clients', include: ['test/clients/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 900_000 } },
      { test: { name: 'load', include: ['test/load/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 120_000 } },
      { test: { name: 'cli', include: ['test/cli/**/*.test.ts'], testTimeout: 120_000, hookTimeout } },
    ],
  },
})
