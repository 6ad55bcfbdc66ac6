// Bundles src/page. dist/page is what `goldpan serve` serves: index.html, icon.svg and assets/ with a file for what all screens need and one for
// each that is loaded on demand. Names in assets/ hold a digest of what is inside, so that browsers keep them for good. Beside each file lies the
// same, packed with gzip. dist/convert is the Convert screen alone: one file for any web server, or to be opened from a disk.

import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { replacing } from './browser-modules.mjs'
import { packagesIn, printLicences } from './licences.mjs'

const source = 'src/page'
const target = 'dist/page'
const site = 'dist/convert'
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const packages = []

for (const folder of [target, site]) rmSync(folder, { recursive: true, force: true })
for (const folder of [`${target}/assets`, site]) mkdirSync(folder, { recursive: true })
const worker = await bundleScript(`${source}/screens/convert/worker.ts`, { 'import.meta.url': 'self.location.href' })
const converter = await writeWorkers()
const script = await bundleScreens()
const styles = readStyles()
writePage()
await writeSite()
for (const folder of [target, site]) writeFileSync(`${folder}/LICENSES.txt`, printLicences(packages))
pack()

/** The converter, and beside it what its own workers run: they look for it as worker.js. Gives the address. */
async function writeWorkers() {
  const encoder = await bundleScript('src/browser/worker.ts')
  const folder = `/assets/convert-${digestOf(worker + encoder)}`
  mkdirSync(target + folder)
  writeFileSync(`${target}${folder}/worker.js`, encoder)
  writeFileSync(`${target}${folder}/convert.js`, worker)
  return `${folder}/convert.js`
}

/** One script that needs nothing else. */
async function bundleScript(input, define = {}) {
  const bundle = await rolldown({
    input,
    platform: 'browser',
    plugins: [replacing],
    tsconfig: `${source}/tsconfig.json`,
    transform: { define: { GOLDPAN_VERSION: JSON.stringify(version), ...define } },
  })
  const { output } = await bundle.generate({ format: 'iife', minify: true, codeSplitting: false })
  packages.push(...packagesIn(output))
  return output[0].code
}

async function bundleScreens() {
  const bundle = await rolldown({
    input: { app: `${source}/main.tsx` },
    platform: 'browser',
    plugins: [replacing],
    tsconfig: `${source}/tsconfig.json`,
    transform: { define: { CONVERT_WORKER: JSON.stringify(converter) } },
  })
  const { output } = await bundle.write({
    dir: `${target}/assets`,
    format: 'esm',
    minify: true,
    entryFileNames: '[name]-[hash].js',
    chunkFileNames: '[name]-[hash].js',
  })
  packages.push(...packagesIn(output))
  return `/assets/${output.find(({ isEntry }) => isEntry).fileName}`
}

/** All style sheets as one: that of the plots, then ours in order of their names. */
function readStyles() {
  const names = readdirSync(`${source}/styles`).sort()
  const files = ['node_modules/uplot/dist/uPlot.min.css', ...names.map((name) => `${source}/styles/${name}`)]
  return files.map((file) => readFileSync(file, 'utf8')).join('\n')
}

function writePage() {
  const name = `/assets/app-${digestOf(styles)}.css`
  writeFileSync(target + name, styles)
  const index = readFileSync(`${source}/index.html`, 'utf8')
  writeFileSync(`${target}/index.html`, index.replace('/assets/app.js', script).replace('/assets/app.css', name))
  cpSync(`${source}/icon.svg`, `${target}/icon.svg`)
}

/** Everything in one file: pages from a disk may load no others. */
async function writeSite() {
  const code = await bundleScript(`${source}/convert-site.tsx`, { CONVERT_WORKER: '""' })
  const icon = `data:image/svg+xml;base64,${readFileSync(`${source}/icon.svg`).toString('base64')}`
  const parts = { STYLES: styles, WORKER: JSON.stringify(worker).replaceAll('<', '\\u003c'), SCRIPT: inHtml(code), ICON: icon }
  const page = readFileSync(`${source}/convert-site.html`, 'utf8').replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name])
  writeFileSync(`${site}/index.html`, page)
}

/** Nothing in a script must look like its end. */
function inHtml(code) {
  return code.replaceAll('</script', '<\\/script').replaceAll('<!--', '\\x3c!--')
}

function digestOf(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

function pack() {
  for (const name of readdirSync(target, { recursive: true }).filter((file) => /\.(?:html|js|css|svg)$/.test(file)))
    writeFileSync(`${target}/${name}.gz`, gzipSync(readFileSync(`${target}/${name}`), { level: 9 }))
}
