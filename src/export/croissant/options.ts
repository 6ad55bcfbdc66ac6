import type { OptionTable } from '../../formats/format.ts'

/** A description of the output for machines: the same words on the command line, in the library and in the API. */
export const CROISSANT = {
  croissant: {
    default: false,
    help: 'Write croissant.json, a description of the files and their columns (MLCommons Croissant).',
  },
  croissantName: { default: '', help: 'What the data set is called there; by default like the output.' },
  croissantLicense: { default: '', help: 'Its licence: an address, or a name such as CC-BY-4.0.' },
  croissantUrl: { default: '', help: 'Where the data set is published.' },
} as const satisfies OptionTable
