// Bundles the command line into dist/cli: a hundred small modules take Node longer to find and link than a short run takes for its work.
// Packages stay outside, so that they are those that were installed; what only few runs need is in files of its own. The bundler alone decides
// which: a file for all that several share would load the packages of every store and of the server for each run.
import { readFileSync } from 'node:fs'
import { rolldown } from 'rolldown'

const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const bundle = await rolldown({
  input: { main: 'src/cli/main.ts', worker: 'src/export/worker.ts' },
  platform: 'node',
  external: Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`)),
})
await bundle.write({
  dir: 'dist/cli',
  cleanDir: true,
  format: 'esm',
  chunkFileNames: '[name].js',
})
