import { readdirSync, readFileSync } from 'node:fs'

/** The packages that went into what rolldown wrote. */
export function packagesIn(output) {
  return output
    .flatMap(({ moduleIds = [] }) => moduleIds)
    .flatMap((id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? [])
}

/** Their licences, one below the other. */
export function printLicences(packages) {
  return [...new Set(packages)].sort().map(licenceOf).join('\n')
}

function licenceOf(name) {
  const folder = `node_modules/${name}`
  const { license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const texts = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file))
  return `${name}: ${license}\n\n${texts.map((file) => readFileSync(`${folder}/${file}`, 'utf8')).join('\n')}`
}
