import { stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { GoldpanError } from '../model/error.ts'
import { FileStore } from './files/file-store.ts'
import { Folder } from './files/folder.ts'
import type { Store } from './store.ts'

/**
 * A folder with a folder per project: `<project>/completions/<task id>.json`, `<project>/config.xml`. It is made when something is written to it.
 * @throws GoldpanError `store-unreachable` when the path is a file, or one of the projects
 */
export async function openDirectoryStore(path: string): Promise<Store> {
  const root = resolve(path)
  const stats = await stat(root).catch(() => undefined)
  if (stats !== undefined && !stats.isDirectory())
    throw new GoldpanError('store-unreachable', `\`${path}\` is a file`, 'name the folder that the projects lie in', {
      file: path,
    })
  const isProject = (await stat(join(root, 'completions')).catch(() => undefined))?.isDirectory() === true
  if (isProject)
    throw new GoldpanError(
      'store-unreachable',
      `\`${path}\` is a project, not a folder of projects`,
      `open the folder above, \`${dirname(root)}\`; the project is called \`${basename(root)}\` there`,
      { file: path },
    )
  return new FileStore(new Folder(path, root))
}
