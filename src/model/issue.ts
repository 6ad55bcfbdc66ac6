import type { Where } from './error.ts'
import { type Audience, type MarkedTexts, wordFor } from './wording.ts'

/** All that may happen to a user's data: it is not in the output; it is there in another shape; it is there, but something had to be supposed. */
export type Effect = 'dropped' | 'approximated' | 'assumed'

interface IssueDefinition {
  readonly effect: Effect
  /** `{name}` stands for a detail of that name; options and commands are marked as wording.ts says. */
  readonly message: string
  readonly hint: string
}

/** Every issue there is. Codes are noun-verb; docs/issues.md is printed from this table. */
export const ISSUES = {
  // input
  'task-invalid': {
    effect: 'dropped',
    message: 'not readable as a task: {problem}',
    hint: 'mend the task at that place[, or stop at the first with --on-bad-task fail || ]',
  },
  'file-skipped': {
    effect: 'assumed',
    message: 'not read as tasks: {problem}',
    hint: 'tasks are .json, .jsonl or .ndjson files, also in .gz and .zip',
  },
  'input-damaged': {
    effect: 'dropped',
    message: 'the input is damaged here: {problem}; what was read before is kept',
    hint: 'export or download it again, or mend the file at that place',
  },
  'comma-trailing': {
    effect: 'assumed',
    message: 'a comma where none belongs was passed over',
    hint: 'JSON allows no comma before `]` and none between lines; other readers will refuse this file',
  },
  'id-missing': {
    effect: 'assumed',
    message: 'the task has no `id`; it is called {id}, its place in the input',
    hint: 'give tasks ids if their names in the output matter',
  },
  'data-missing': {
    effect: 'assumed',
    message: 'the task has no `data`; it is read as empty',
    hint: 'a Label Studio task keeps what is labelled under `data`',
  },
  'result-invalid': {
    effect: 'dropped',
    message: 'not readable as a result: {problem}',
    hint: 'Label Studio results need `from_name`, `to_name`, `type` and `value`',
  },
  'annotation-invalid': {
    effect: 'dropped',
    message: 'not readable as {what}: {problem}',
    hint: 'annotations and predictions are objects with a `result` list',
  },
  'prediction-id-only': {
    effect: 'dropped',
    message: 'the prediction is only an id ({id}), its content is not in the export',
    hint: 'export from Label Studio with `interpolate_key_frames`/full predictions, or as a snapshot',
  },
  // data sets of other formats
  'row-uneven': {
    effect: 'assumed',
    message: 'the row has {cells} cells, the header has {columns}',
    hint: 'cells beyond the header are kept as column_5 and so on; is a quote missing?',
  },
  'record-invalid': {
    effect: 'dropped',
    message: 'not readable: {problem}',
    hint: 'mend the data set at that place',
  },
  'image-unlisted': {
    effect: 'dropped',
    message: 'it is about the image {image}, which the file does not list',
    hint: 'add the image to the list, or remove what is said about it',
  },
  'category-unlisted': {
    effect: 'assumed',
    message: 'the category {category} is not listed; its label is `{label}`',
    hint: 'add it to the list of categories or classes',
  },
  'media-absent': {
    effect: 'assumed',
    message: 'the file that it is about is not there; it is called `{media}`',
    hint: 'name the folder that holds images or recordings and labels',
  },
  'tag-missing': {
    effect: 'assumed',
    message: 'the token `{token}` has no tag; it is read as outside of all entities',
    hint: 'every line has a token and its tag',
  },
  'field-unread': {
    effect: 'dropped',
    message: '`{field}` has no place in a task ({count} of them)',
    hint: 'what it says is not in the output',
  },
  'object-split': {
    effect: 'approximated',
    message: 'the object has {count} parts; each is a region of its own',
    hint: 'a region of Label Studio is in one piece; of images, run lengths keep an object in one',
  },
  'config-inferred': {
    effect: 'assumed',
    message: 'no labeling config was given; it was inferred from the results: {summary}',
    hint: '[pass --config FILE || give the labeling config] to fix label order and tags',
  },
  'format-unsuited': {
    effect: 'assumed',
    message: '{format} does not suit this project: {reason}',
    hint: '[`goldpan inspect` lists || choose among] the formats that suit[, and why the others do not || ; the list says why the others do not]',
  },
  // selection
  'annotation-cancelled': {
    effect: 'dropped',
    message: 'the annotation was skipped or cancelled by its annotator',
    hint: '[pass --cancelled keep] to export such annotations',
  },
  'annotation-superseded': {
    effect: 'dropped',
    message: 'the task has {count} annotations, another was chosen ({policy})',
    hint: 'choose with [--annotations all|latest|first|ground-truth-first|annotator-priority|majority]',
  },
  'annotations-several': {
    effect: 'assumed',
    message: 'the task has {count} annotations, all are written',
    hint: 'choose one with [--annotations latest] (or ground-truth-first, annotator-priority, majority)',
  },
  'prediction-unselected': {
    effect: 'dropped',
    message: 'the task has predictions ({count}) and no annotation; predictions are not exported by default',
    hint: '[pass --predictions only, with or instead]',
  },
  'task-unannotated': {
    effect: 'dropped',
    message: 'nobody annotated the task; {format} leaves such tasks out',
    hint: '[pass --include-unannotated] to write it all the same',
  },
  'task-unreviewed': {
    effect: 'assumed',
    message: 'nobody annotated the task; it is written without labels',
    hint: '[pass --exclude-unannotated] to leave such tasks out',
  },
  // what a format cannot hold
  'shape-dropped': {
    effect: 'dropped',
    message: '{format} cannot hold {aspect} regions',
    hint: '[`goldpan formats --keeps {aspect}` || the page of formats in the documentation] lists the formats that can',
  },
  'answer-dropped': {
    effect: 'dropped',
    message: '{format} cannot hold the answer `{name}` about the whole task',
    hint: '[`goldpan formats --keeps answers` || the page of formats in the documentation] lists the formats that can',
  },
  'attribute-dropped': {
    effect: 'dropped',
    message: '{format} cannot hold the per-region answer `{name}`',
    hint: '[`goldpan formats --keeps attributes` || the page of formats in the documentation] lists the formats that can',
  },
  'relation-dropped': {
    effect: 'dropped',
    message: '{format} cannot hold relations',
    hint: '[`goldpan formats --keeps relations` || the page of formats in the documentation] lists the formats that can',
  },
  'region-invalid': {
    effect: 'dropped',
    message: '{problem}',
    hint: 'mend the region in the labelling tool; the JSON export keeps it as it is',
  },
  'region-unlabelled': {
    effect: 'dropped',
    message: 'the region has no label',
    hint: '[pass --unlabelled-as NAME] to keep it under that label',
  },
  'region-empty': {
    effect: 'dropped',
    message: 'nothing of the region is left: {problem}',
    hint: 'delete it in the labelling tool, or export as JSON to keep it',
  },
  'region-unrelated': {
    effect: 'dropped',
    message: 'the region is in no relation',
    hint: 'jsonl [--rows regions] and csv [--rows regions] list all regions',
  },
  'labels-cut': {
    effect: 'approximated',
    message: 'the region has {count} labels, only `{label}` is written',
    hint: 'json and csv keep all labels',
  },
  'labels-omitted': {
    effect: 'approximated',
    message: '{format} has no place for the labels ({labels})',
    hint: 'rttm, textgrid and webvtt keep them',
  },
  'label-renamed': {
    effect: 'approximated',
    message: 'the label `{label}` is written as `{written}`',
    hint: 'white space or punctuation in it means something else there',
  },
  'label-unknown': {
    effect: 'assumed',
    message: 'the label `{label}` is not in the labeling config; it got the next free id',
    hint: 'add it to the config to fix its place',
  },
  'category-repeated': {
    effect: 'assumed',
    message: 'the label `{label}` has category {category} in the labeling config, as `{other}` has; it got {id}',
    hint: 'give every label its own `category`',
  },
  'category-gap': {
    effect: 'assumed',
    message: '{count} class numbers up to {last} have no label; the list of classes calls them `unused-…`',
    hint: '[pass --categories close] to number the classes without gaps',
  },
  'keypoint-loose': {
    effect: 'assumed',
    message: 'the key point `{label}` belongs to no region that can take it; it is written in an instance of `{category}`',
    hint: 'draw the box of the instance and make the key point its child',
  },
  'keypoint-unlisted': {
    effect: 'dropped',
    message: 'the key point `{label}` is not in the labeling config, so it has no place among the others',
    hint: 'add it to the config, with its `model_index`',
  },
  'annotation-unscored': {
    effect: 'dropped',
    message: 'a list of results holds what models said, this is what a person said',
    hint: 'export annotations as coco: results and annotations have the same ids',
  },
  'score-missing': {
    effect: 'assumed',
    message: 'neither the region nor its prediction has a score; it is written with 1',
    hint: 'let the model write `score`',
  },
  'class-missing': {
    effect: 'dropped',
    message: 'nobody chose a class for the image; it is left out',
    hint: 'name the tag that asks for it with [--control]',
  },
  'choices-cut': {
    effect: 'approximated',
    message: '{count} classes were chosen, the image is in the folder of `{label}` only',
    hint: '[pass --several each] to have it in all of them',
  },
  'rotation-flattened': {
    effect: 'approximated',
    message: 'turned by {degrees}°, written as its upright box',
    hint: 'export as coco or json to keep the corners',
  },
  'outline-boxed': {
    effect: 'approximated',
    message: '{aspect} written as its bounding box',
    hint: 'export as coco to keep the outline',
  },
  'outline-sampled': {
    effect: 'approximated',
    message: '{aspect} written as a polygon of {count} points',
    hint: 'json keeps the exact shape',
  },
  'shape-rasterised': {
    effect: 'approximated',
    message: '{aspect} written as pixels',
    hint: 'export as coco or json to keep the outline',
  },
  'pixels-overwritten': {
    effect: 'approximated',
    message: '{count} of {total} pixels lie under later regions',
    hint: 'export one mask per region instead',
  },
  'mask-full': {
    effect: 'approximated',
    message: '`{what}` has no place in the mask: one byte per pixel tells 255 apart',
    hint: 'export one mask per region, or as coco',
  },
  'region-clipped': {
    effect: 'approximated',
    message: 'reached beyond the image and was cut at its border',
    hint: '[pass --clip false] to keep the coordinates as they are',
  },
  // media
  'size-unknown': {
    effect: 'dropped',
    message: 'needs the image size, which is not known',
    hint: '[pass --media-root DIR so that it can be read from the file || write it into the results: `original_width` and `original_height`]',
  },
  'video-size-unknown': {
    effect: 'dropped',
    message: 'needs the size of the video, which is not known',
    hint: '[pass --video-size 1920x1080]',
  },
  'size-absent': {
    effect: 'assumed',
    message: 'the size of the image is not known; it is written without',
    hint: '[pass --media-root DIR so that it can be read from the file || write it into the results: `original_width` and `original_height`]',
  },
  'size-assumed': {
    effect: 'assumed',
    message: 'the region has no original_width and original_height; {width}×{height} of {from} was used',
    hint: 'export from a recent Label Studio, or check the picture',
  },
  'size-mismatch': {
    effect: 'assumed',
    message: 'labelled on {width}×{height}, but {from} has {fromWidth}×{fromHeight}',
    hint: 'the picture may have been replaced, resized, or turned by its EXIF orientation',
  },
  'media-missing': {
    effect: 'assumed',
    message: '`{media}` was not found [under --media-root || among the files]',
    hint: 'names are looked up [below the given directory || among the files that were given]',
  },
  'media-unreadable': {
    effect: 'assumed',
    message: '`{media}` could not be read: {problem}',
    hint: 'is the file whole, and of the kind its name says?',
  },
  'media-left-out': {
    effect: 'dropped',
    message: '`{media}` is not in the output: {problem}',
    hint: 'missing-media.csv lists all of them; docs/media.md says where files are looked for',
  },
  'media-unnamed': {
    effect: 'dropped',
    message: 'no file name: `data` has no string under `{path}`',
    hint: 'is this the labeling config of this project?',
  },
  'split-missing': {
    effect: 'dropped',
    message: 'the task does not say its split: there is nothing under `{path}`',
    hint: 'write it there, or divide by shares: [--split train=0.8,val=0.2]',
  },
  'split-unknown': {
    effect: 'dropped',
    message: 'the task says under `{path}` that its split is `{name}`, which is none of {names}',
    hint: 'name it with [--split]; names are letters, digits, `-` and `_`',
  },
  'group-missing': {
    effect: 'assumed',
    message: 'the task has nothing under `{path}`; it is a group of its own',
    hint: 'give it the value of the tasks that it must stay together with',
  },
  'name-changed': {
    effect: 'assumed',
    message: '`{name}` is written as `{written}`',
    hint: 'the name was taken or not possible on every file system; task ids tell them apart',
  },
  'duration-assumed': {
    effect: 'assumed',
    message: 'the length of the recording is not known; {seconds} s, where the last segment ends, was taken',
    hint: '[pass --media-root DIR so that it can be read from the file || write it into the results: `original_length`, in seconds]',
  },
  'duration-unknown': {
    effect: 'dropped',
    message: 'the length of the recording is not known',
    hint: '[pass --media-root DIR so that it can be read from the file || write it into the results: `original_length`, in seconds]',
  },
  // text
  'offset-mismatch': {
    effect: 'assumed',
    message: 'the text at {start}–{end} is not `{text}`',
    hint: 'the text was changed after it was labelled, or the offsets count something else',
  },
  'span-outside': {
    effect: 'dropped',
    message: 'the span {start}–{end} lies outside the text ({length} characters) or holds none of it',
    hint: 'the text was changed after it was labelled; label it again',
  },
  'span-overlapped': {
    effect: 'dropped',
    message: 'overlaps `{winner}` ({policy} wins)',
    hint: 'choose with [--overlaps] where the format has it; spacy, doccano-jsonl and brat keep spans that overlap',
  },
  'span-cut': {
    effect: 'approximated',
    message: 'the borders of the span lie inside tokens; whole tokens are tagged',
    hint: '[pass --split-tokens true] to split tokens at span borders',
  },
  'span-trimmed': {
    effect: 'approximated',
    message: 'the span begins or ends with white space, which is left out',
    hint: 'tokens hold no white space; json and doccano-jsonl keep the offsets',
  },
  'channel-dropped': {
    effect: 'approximated',
    message: 'lies on channel {channel} of the recording, which {format} has no place for',
    hint: 'rttm, ctm, csv and json keep the channel',
  },
  'text-missing': {
    effect: 'dropped',
    message: 'no text: `data` has no string under `{path}`',
    hint: 'is this the labeling config of this project? For valueType="url" the text itself is not in the export',
  },
  'character-replaced': {
    effect: 'approximated',
    message: '`{text}` holds characters that XML cannot; they are written as U+FFFD',
    hint: 'json keeps them',
  },
  'text-unpaired': {
    effect: 'approximated',
    message: 'the text has half a surrogate pair; it is written as U+FFFD',
    hint: 'json keeps it as it was',
  },
  'record-missing': {
    effect: 'dropped',
    message: 'nothing was said that makes {records}',
    hint: 'choose what is made of the answers with [--records], and the prompt with [--prompt]',
  },
  'transcript-missing': {
    effect: 'dropped',
    message: 'nobody wrote a transcript',
    hint: 'the clip is left out; nothing of another clip is put in its place',
  },
  'transcript-cut': {
    effect: 'dropped',
    message: '{count} further rows of the transcript are not written',
    hint: '[pass --rows join] to write all rows',
  },
  'arrow-replaced': {
    effect: 'approximated',
    message: 'an arrow of times (two hyphens and >) in the text lost a hyphen',
    hint: 'webvtt keeps it',
  },
  'segments-joined': {
    effect: 'approximated',
    message: '{count} segments are written as one transcript, without their times and labels',
    hint: '[pass --lines segments] to write a line for each',
  },
  // tables
  'column-renamed': {
    effect: 'assumed',
    message: 'the {what} `{key}` has the name of another column; it is written as `{written}`',
    hint: 'read it under that name',
  },
  'cell-guarded': {
    effect: 'approximated',
    message: 'a cell starting with `{first}` was prefixed with an apostrophe',
    hint: '[pass --formula-guard false] for the bare value',
  },
} as const satisfies Record<string, IssueDefinition>

export type IssueCode = keyof typeof ISSUES
export type Detail = Readonly<Record<string, string | number>>

/** One thing that happened to a user's data; plain, so that it can cross threads. */
export interface Issue {
  readonly code: IssueCode
  readonly effect: Effect
  readonly where: Where
  readonly detail: Detail
}

/** Takes what happened. Nothing may be left out of an output without a call of `add`; whatever is written is told to `wrote`. */
export interface Report {
  /** @param effect only where it differs from the table's, e.g. a mismatching span that a format has to leave out. */
  add(code: IssueCode, where: Where, detail?: Detail, effect?: Effect): void
  /** Counts what is in the output: `regions` is what a region became at least once, other words are the format's own (images, rows, tokens …). */
  wrote(what: string, count?: number): void
}

/** Where it is read decides how options are called; by default as they are typed. */
export function printMessage({ code, detail }: Issue, audience: Audience = 'command-line'): string {
  return wordFor(audience, fill(ISSUES[code].message, detail))
}

export function printHint({ code, detail }: Issue, audience: Audience = 'command-line'): string {
  return wordFor(audience, fill(ISSUES[code].hint, detail))
}

/** Message and hint, not yet worded for anybody. */
export function markedTexts({ code, detail }: Pick<Issue, 'code' | 'detail'>): MarkedTexts {
  const { message, hint } = ISSUES[code]
  return { message: fill(message, detail), hint: fill(hint, detail) }
}

function fill(template: string, detail: Detail): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in detail ? String(detail[name]) : whole))
}
