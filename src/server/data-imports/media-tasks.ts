import { readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { NamedInput } from '../../io/input-files.ts'
import { fileChunks } from '../../io/read-file.ts'
import { encodeUtf8 } from '../../json/utf8.ts'
import { isAudioTag, isImageTag, isVideoTag } from '../../model/media.ts'
import { labelConfigOf } from '../../projects/label-config-of.ts'
import type { Project } from '../../stores/store.ts'
import type { User } from '../access/access.ts'
import { keepUpload, saveUpload } from '../imports/upload-store.ts'
import type { Services } from '../services.ts'

interface MediaKind {
  readonly tag: string
  readonly key: string
  readonly isTag: (tag: string) => boolean
  readonly extensions: RegExp
}

const KINDS: readonly MediaKind[] = [
  { tag: 'Image', key: 'image', isTag: isImageTag, extensions: /^\.(?:bmp|gif|jpe?g|png|svg|webp|avif|tiff?)$/i },
  { tag: 'Audio', key: 'audio', isTag: isAudioTag, extensions: /^\.(?:wav|mp3|flac|ogg|opus|m4a|aac)$/i },
  { tag: 'Video', key: 'video', isTag: isVideoTag, extensions: /^\.(?:mp4|m4v|mov|webm|mkv)$/i },
]

/**
 * When there is nothing but images, or recordings, or films: a task for each, which the server keeps and serves. A project without a labeling
 * config gets one that shows them. Undefined when there is anything else.
 */
export async function mediaTasks(
  services: Services,
  project: Project,
  user: User,
  folder: string,
): Promise<NamedInput | undefined> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const kind = KINDS.find(({ extensions }) => names.every(({ name }) => extensions.test(extname(name))))
  if (kind === undefined) return undefined
  const key = labelConfigOf(project).objects.find(({ tag }) => kind.isTag(tag))?.dataPath ?? kind.key
  const lines: string[] = []
  for (const { name, parentPath } of names.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const upload = await keepUpload(services, project.id, user.id, name, fileChunks(join(parentPath, name)))
    await saveUpload(services, { ...upload, isUsed: true })
    lines.push(`${JSON.stringify({ data: { [key]: `/data/upload/${project.id}/${upload.name}` } })}\n`)
  }
  const bytes = encodeUtf8(lines.join(''))
  const title = `${kind.tag} files`
  return {
    name: title,
    files: [{ name: title, size: bytes.length, open: () => inOnePiece(bytes) }],
    skipped: [],
    config: project.config === '' ? { name: title, read: async () => configFor(kind) } : undefined,
    close: async () => undefined,
  }
}

function configFor({ tag, key }: MediaKind): string {
  return `<View><${tag} name="${key}" value="$${key}"/></View>`
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
