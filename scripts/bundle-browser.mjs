// Bundles `goldpan/browser` into dist/bundle: goldpan.js for the page, with readers of other formats in files that are loaded when one is needed, and
// worker.js for its Web Workers, one file that needs nothing else. Beside them stand the licences of the packages inside.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { rolldown } from 'rolldown'
import { replacing } from './browser-modules.mjs'
import { packagesIn, printLicences } from './licences.mjs'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

rmSync('dist/bundle', { recursive: true, force: true })
writeFileSync(
  'dist/bundle/LICENSES.txt',
  printLicences([...(await bundle('goldpan', 'index', true)), ...(await bundle('worker', 'worker', false))]),
)

/** Gives the packages that went in. */
async function bundle(name, entry, isSplit) {
  const bundled = await rolldown({
    input: { [name]: `src/browser/${entry}.ts` },
    platform: 'browser',
    plugins: [replacing],
    preserveEntrySignatures: 'allow-extension',
    transform: { define: { GOLDPAN_VERSION: JSON.stringify(version) } },
  })
  const { output } = await bundled.write({
    dir: 'dist/bundle',
    chunkFileNames: '[name]-[hash].js',
    format: 'esm',
    minify: true,
    codeSplitting: isSplit,
    banner: `/*! goldpan ${version}, Apache-2.0; the licences of the packages inside are in LICENSES.txt */`,
  })
  return packagesIn(output)
}
