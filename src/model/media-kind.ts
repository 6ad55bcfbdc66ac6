export type MediaKind = 'image' | 'pdf' | 'audio' | 'video'

const EXTENSIONS: readonly (readonly [MediaKind, RegExp])[] = [
  ['image', /^(jpe?g|png|gif|bmp|webp|avif|heic|heif|tiff?|svg|jp2)$/],
  ['pdf', /^pdf$/],
  ['audio', /^(wav|mp3|flac|ogg|oga|opus|m4a|aac|aiff?|wma|amr)$/],
  ['video', /^(mp4|m4v|mov|avi|mkv|webm|mpe?g|ogv|wmv)$/],
]

/** What a file is by the ending of its name; undefined when that is no picture, recording or document of pages. */
export function mediaKindOf(name: string): MediaKind | undefined {
  const extension = /\.([a-z0-9]{2,4})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  return EXTENSIONS.find(([, pattern]) => pattern.test(extension))?.[0]
}
