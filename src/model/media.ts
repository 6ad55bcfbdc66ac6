import type { JsonNode } from '../json/node.ts'
import { findObject, type LabelConfig, type ObjectTag } from './label-config.ts'
import type { Region, Task } from './task.ts'

/** One file (or one page of a multi-page object) that is labelled in a task. */
export interface Media {
  /** The object tag, as regions name it in `to_name`. */
  readonly objectName: string
  readonly tag: string
  /** From 0; undefined when the object has one page only. */
  readonly page: number | undefined
  /** What `data` says: a URL, `/data/upload/…`, a path. Never empty. */
  readonly reference: string
}

export function isImageTag(tag: string): boolean {
  return tag === 'Image' || tag === 'HyperImage' || tag === 'ImageList' || tag === 'BitmaskImage' || tag === 'Pdf'
}

export function isAudioTag(tag: string): boolean {
  return tag === 'Audio' || tag === 'AudioPlus'
}

export function isVideoTag(tag: string): boolean {
  return tag === 'Video'
}

export function isTextTag(tag: string): boolean {
  return tag === 'Text' || tag === 'HyperText' || tag === 'Paragraphs'
}

/** All media of a task on object tags of the wanted kinds, in config order, pages in order. */
export function mediaOf(task: Task, config: LabelConfig, isWanted: (tag: string) => boolean): Media[] {
  const media: Media[] = []
  for (const object of config.objects) {
    if (!isWanted(object.tag)) continue
    for (const name of objectNames(task, config, object))
      media.push(...pagesOf(task, object, name, pathOf(config, object, findObject(config, name)?.index)))
  }
  return media
}

/** The names an object tag has in a task: its own; in a Repeater one for each element of the list (`page_0`, `page_1` …). */
export function objectNames(task: Task, { indexFlags }: LabelConfig, { name, dataPath }: ObjectTag): string[] {
  const flag = indexFlags.find((candidate) => name.includes(candidate))
  if (flag === undefined) return [name]
  const at = dataPath.indexOf(flag)
  if (at < 0) return [name.replaceAll(flag, '0')]
  const list = resolvePath(task.data, dataPath.slice(0, at).replace(/[.[]+$/, ''))
  return (list?.elements() ?? []).map((_, index) => name.replaceAll(flag, String(index)))
}

/** The file or page a region lies on; undefined when the config or the data does not tell. */
export function mediaOfRegion(task: Task, config: LabelConfig, region: Region): Media | undefined {
  const found = findObject(config, region.toName)
  if (found === undefined) return undefined
  const pages = pagesOf(task, found.tag, region.toName, pathOf(config, found.tag, found.index))
  return pages.find(({ page }) => (page ?? 0) === (region.page ?? 0))
}

/** What `data` holds for an object tag: a string, a list of paragraphs, … */
export function dataOfObject(task: Task, config: LabelConfig, objectName: string): JsonNode | undefined {
  const found = findObject(config, objectName)
  return found === undefined ? undefined : resolvePath(task.data, pathOf(config, found.tag, found.index))
}

/** `image.url`, `pages[0]`, `pages[0].text`; a key that is spelled like the whole path comes first. */
export function resolvePath(data: JsonNode | undefined, path: string): JsonNode | undefined {
  if (data === undefined || path === '') return undefined
  const whole = data.get(path)
  if (whole !== undefined) return whole
  let node: JsonNode | undefined = data
  for (const step of path.split(/[.[\]]+/).filter((part) => part !== '')) {
    node = node?.kind === 'array' && /^\d+$/.test(step) ? node.elements()[Number(step)] : node?.get(step)
  }
  return node
}

/**
 * The last part of a reference's path, as it is spelled there (Label Studio itself percent-encodes uploads and local files, and only theirs): `img1.jpg` of `http://x.y/a/img1.jpg?x=1`,
 * `a.jpg` of `/data/local-files/?d=x/a.jpg`. Empty when the path ends in a slash.
 */
export function baseName(reference: string): string {
  if (/^(?:https?:\/\/)?[\w./-]*$/.test(reference)) return lastPart(reference) // nothing to decode, nothing to cut off
  const local = /[?&]d=([^&#]*)/.exec(reference)
  if (local !== null && reference.includes('/data/local-files')) return lastPart(decodeLoosely(local[1] ?? ''))
  if (/^data:/i.test(reference)) return ''
  if (/^\/?(data\/)?upload\//.test(reference)) return lastPart(decodeLoosely(reference.replace(/[?#].*$/s, '')))
  return lastPart(
    /^[a-z][a-z0-9+.-]*:\/\//i.test(reference) ? reference.replace(/[?#].*$/s, '') : reference.replace(/\?[^/]*$/s, ''),
  )
}

/** Undoes percent encoding where it is one; else the text as it is. */
export function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

function pathOf(config: LabelConfig, object: ObjectTag, index: number | undefined): string {
  return index === undefined
    ? object.dataPath
    : config.indexFlags.reduce((path, flag) => path.replaceAll(flag, String(index)), object.dataPath)
}

function pagesOf(task: Task, object: ObjectTag, objectName: string, path: string): Media[] {
  const node = resolvePath(task.data, path)
  const reference = node?.string()
  if (reference !== undefined && reference !== '') return [{ objectName, tag: object.tag, page: undefined, reference }]
  const pages: Media[] = []
  for (const [page, element] of (node?.elements() ?? []).entries()) {
    const pageReference = element.string()
    if (pageReference !== undefined && pageReference !== '')
      pages.push({ objectName, tag: object.tag, page, reference: pageReference })
  }
  return pages
}
