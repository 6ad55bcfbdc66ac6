// Bundles the command line into dist/cli: a hundred small modules take Node longer to find and link than a short run takes for its work.
// Packages stay outside, so that they are those that were installed. What every run needs is in main.js, what only few need, such as each format, in
// files of its own. The bundler alone decides which: a file for all that several share would load the packages of every store and of the server for
// each run. What a thread runs is a bundle for itself, for those files take from main.js what it has, and main.js is the command line.
import { readFileSync, rmSync } from 'node:fs'
import { rolldown } from 'rolldown'

const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

rmSync('dist/cli', { recursive: true, force: true })
await bundle('src/cli/main.ts', '[name].js')
await bundle('src/export/worker.ts', 'worker-[name].js')

async function bundle(input, chunkFileNames) {
  const bundled = await rolldown({
    input,
    platform: 'node',
    external: Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`)),
    checks: { ineffectiveDynamicImport: false }, // formats are loaded one by one, or all at once
  })
  await bundled.write({
    dir: 'dist/cli',
    format: 'esm',
    chunkFileNames,
    codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] },
  })
}
