// Compiles assembly/ into one module and embeds it, as base64, in src/json/scan-wasm-code.ts, so that no file has to be found at run time.
// `npm run wasm` rewrites it; with --check nothing is written and the exit code is 1 when it is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const OPTIONS = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--initialMemory', '3']
const target = new URL('../src/json/scan-wasm-code.ts', import.meta.url)

const code = printModule(await compile())
if (!process.argv.includes('--check')) writeFileSync(target, code)
else if (readFileSync(target, 'utf8') !== code) {
  process.stderr.write('stale: src/json/scan-wasm-code.ts; run `npm run wasm`\n')
  process.exitCode = 1
}

async function compile() {
  const files = new Map()
  const { error, stderr } = await asc.main(
    ['assembly/index.ts', '--baseDir', fileURLToPath(new URL('..', import.meta.url)), '--outFile', 'goldpan.wasm', ...OPTIONS],
    { writeFile: (name, contents) => void files.set(name, contents) },
  )
  if (error !== null) throw new Error(`assembly does not compile\n${stderr.toString()}`, { cause: error })
  return files.get('goldpan.wasm')
}

function printModule(wasm) {
  return `/** assembly/, compiled: printed by \`npm run wasm\`, not to be edited. */
export const SCAN_WASM =
  '${Buffer.from(wasm).toString('base64')}'
`
}
