// Bundles `goldpan/browser` into dist/bundle: goldpan.js for the page and worker.js for its Web Workers, each one file that needs nothing else.
// Beside them stand the licences of the packages inside.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { rolldown } from 'rolldown'
import { replacing } from './browser-modules.mjs'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

const packages = new Set([...(await bundle('goldpan', 'index')), ...(await bundle('worker', 'worker'))])
writeFileSync('dist/bundle/LICENSES.txt', [...packages].sort().map(licenceOf).join('\n'))

/** Gives the packages that went in. */
async function bundle(name, entry) {
  const bundled = await rolldown({
    input: `src/browser/${entry}.ts`,
    platform: 'browser',
    plugins: [replacing],
    transform: { define: { GOLDPAN_VERSION: JSON.stringify(version) } },
  })
  const { output } = await bundled.write({
    file: `dist/bundle/${name}.js`,
    format: 'esm',
    minify: true,
    codeSplitting: false,
    banner: `/*! goldpan ${version}, Apache-2.0; the licences of the packages inside are in LICENSES.txt */`,
  })
  return output
    .flatMap(({ moduleIds }) => moduleIds)
    .flatMap((id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? [])
}

function licenceOf(name) {
  const folder = `node_modules/${name}`
  const { license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const texts = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file))
  return `${name}: ${license}\n\n${texts.map((file) => readFileSync(`${folder}/${file}`, 'utf8')).join('\n')}`
}
