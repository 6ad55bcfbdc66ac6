// Bundles src/page into dist/page: index.html, icon.svg and assets/ with a file for what all screens need and one for each that is loaded on
// demand. Names in assets/ hold a digest of what is inside, so that browsers keep them for good. Beside each file lies the same, packed with gzip.

import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { replacing } from './browser-modules.mjs'

const source = 'src/page'
const target = 'dist/page'

rmSync(target, { recursive: true, force: true })
mkdirSync(`${target}/assets`, { recursive: true })
const script = await bundleScripts()
const style = writeStyles()
const index = readFileSync(`${source}/index.html`, 'utf8')
writeFileSync(`${target}/index.html`, index.replace('/assets/app.js', script).replace('/assets/app.css', style))
cpSync(`${source}/icon.svg`, `${target}/icon.svg`)
pack()

async function bundleScripts() {
  const bundle = await rolldown({
    input: { app: `${source}/main.tsx` },
    platform: 'browser',
    plugins: [replacing],
    tsconfig: `${source}/tsconfig.json`,
  })
  const { output } = await bundle.write({
    dir: `${target}/assets`,
    format: 'esm',
    minify: true,
    entryFileNames: '[name]-[hash].js',
    chunkFileNames: '[name]-[hash].js',
  })
  return `/assets/${output.find(({ isEntry }) => isEntry).fileName}`
}

/** All style sheets as one: that of the plots, then ours in order of their names. */
function writeStyles() {
  const names = readdirSync(`${source}/styles`).sort()
  const files = ['node_modules/uplot/dist/uPlot.min.css', ...names.map((name) => `${source}/styles/${name}`)]
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n')
  const name = `/assets/app-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.css`
  writeFileSync(target + name, text)
  return name
}

function pack() {
  for (const name of readdirSync(target, { recursive: true }).filter((file) => /\.(?:html|js|css|svg)$/.test(file)))
    writeFileSync(`${target}/${name}.gz`, gzipSync(readFileSync(`${target}/${name}`), { level: 9 }))
}
