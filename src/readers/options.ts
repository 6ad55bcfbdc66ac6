import type { Options, OptionTable } from '../formats/format.ts'

/** What a data set may leave unsaid. A reader heeds those that it names; the others are refused when it is the one that reads. */
export const READING = {
  imageSize: { default: '', help: 'Pixels of images whose size nothing else says, for instance 640x480.' },
  classNames: {
    default: '',
    help: 'Names of the classes in the order of their numbers, separated by commas; they come before those that the files say.',
  },
  mediaPrefix: {
    default: '',
    help: 'Stands before the names of images, recordings and films in the tasks, for instance s3://bucket/images/.',
  },
  frameRate: { default: 0, help: 'Frames per second of films.' },
} as const satisfies OptionTable

export type ReadingOptions = Options<typeof READING>
export type ReadingOption = keyof typeof READING
