import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** A Python that has label-studio-sdk: what `GOLDPAN_CLIENT_PYTHON` names, else one of a virtual environment that is made once. */
export function clientPython(): string {
  const environment = [join('scripts', 'python-env.mjs'), join('test', 'clients', 'requirements.txt')]
  return process.env.GOLDPAN_CLIENT_PYTHON || execFileSync(process.execPath, environment, { encoding: 'utf8' }).trim()
}
