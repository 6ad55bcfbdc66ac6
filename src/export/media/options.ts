import type { Options, OptionTable } from '../../formats/format.ts'
import { GoldpanError } from '../../model/error.ts'
import { invalidOption, listedValues } from '../options.ts'
import { parseSize } from '../size.ts'

/** What becomes of the media files: the same words on the command line, in the library and in the API. */
export const MEDIA = {
  media: {
    default: 'none',
    choices: ['none', 'names', 'copy', 'link', 'download'],
    help: 'Media files in the output. names: media.csv says where each belongs. copy: those on this machine. link: links to them. download: those of buckets and allowed hosts, too.',
  },
  mediaAllow: {
    default: '',
    help: 'Hosts that files may be downloaded from, for instance images.example.com,*.cdn.example.com; no others are asked.',
  },
  mediaPrivate: { default: false, help: 'Allowed hosts may be in a private network.' },
  mediaMaxSize: { default: '1GB', help: 'Files that are larger are left out.' },
  mediaTimeout: { default: 30, help: 'Seconds that a host may be silent.' },
  mediaParallel: { default: 8, help: 'How many files are downloaded at a time.' },
} as const satisfies OptionTable

/** The options, read. */
export interface MediaRules {
  readonly mode: Options<typeof MEDIA>['media']
  readonly hosts: readonly string[]
  readonly allowsPrivateAddresses: boolean
  readonly maxBytes: number
  /** Milliseconds. */
  readonly timeout: number
  readonly parallel: number
}

/** @throws GoldpanError `option-invalid` */
export function parseMedia(options: Options<typeof MEDIA>): MediaRules {
  const { media, mediaAllow, mediaPrivate, mediaMaxSize, mediaTimeout, mediaParallel } = options
  const hosts = listedValues(mediaAllow)
  const bad = hosts.find((host) => !/^(\*\.)?[a-z0-9.-]+(:\d+)?$|^\[[0-9a-f:]+\](:\d+)?$/i.test(host))
  if (bad !== undefined)
    throw invalidOption('mediaAllow', bad, 'names of hosts: images.example.com, *.example.com, example.com:8080')
  if (media !== 'download' && (hosts.length > 0 || mediaPrivate))
    throw new GoldpanError(
      'option-invalid',
      'nothing is downloaded',
      '[--media-allow] and [--media-private] go with [--media download]',
    )
  if (!(mediaTimeout > 0)) throw invalidOption('mediaTimeout', String(mediaTimeout), 'seconds, more than 0')
  if (!Number.isInteger(mediaParallel) || mediaParallel < 1 || mediaParallel > 64)
    throw invalidOption('mediaParallel', String(mediaParallel), 'a number from 1 to 64')
  return {
    mode: media,
    hosts,
    allowsPrivateAddresses: mediaPrivate,
    maxBytes: parseSize(mediaMaxSize, '[--media-max-size]'),
    timeout: mediaTimeout * 1000,
    parallel: mediaParallel,
  }
}
