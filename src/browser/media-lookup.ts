import { GoldpanError } from '../model/error.ts'

/** Takes the place of `export/media-lookup.ts`: there are no folders of media in a browser, sizes come from the tasks. */
export class MediaLookup {
  constructor(root: string) {
    throw new GoldpanError('option-invalid', `the media below \`${root}\` cannot be read in a browser`, 'leave `mediaRoot` out')
  }
}
