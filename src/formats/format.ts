import type { DigestIndex } from '../model/digest-index.ts'
import type { Report } from '../model/issue.ts'
import type { LabelConfig } from '../model/label-config.ts'
import type { ShapeKind } from '../model/shape.ts'
import type { Survey } from '../model/survey.ts'
import type { Annotation, Id, Region, Task } from '../model/task.ts'
import type { PlainPrinter } from './plain-run.ts'
import type { ClassList } from './shared/labels.ts'

/** Everything a format may be asked to hold. `answers` are about the whole task, `attributes` about one region. */
export type Aspect = ShapeKind | 'rotation' | 'several-labels' | 'attributes' | 'answers' | 'relations'
export type Fidelity = 'exact' | 'approximate' | 'drop'
/** Total: a new shape does not compile until every format has decided. */
export type Carries = Readonly<Record<Aspect, Fidelity>>

export type OptionValue = string | number | boolean
export interface OptionDefinition {
  readonly default: OptionValue
  /** The only values of a string option. */
  readonly choices?: readonly string[]
  readonly help: string
}
/** Command line flags, request parameters, form fields and docs rows are printed from it. Keys in camelCase; `splitTokens` is `--split-tokens`. */
export type OptionTable = Readonly<Record<string, OptionDefinition>>
type Widen<D extends OptionDefinition> = D extends { readonly choices: readonly (infer C)[]; readonly default: string }
  ? C
  : D['default'] extends string
    ? string
    : D['default'] extends number
      ? number
      : boolean
export type Options<O extends OptionTable> = { readonly [K in keyof O]: Widen<O[K]> }

/** What is known of a media file: from its header when `--media-root` found it. Pixels, bands (1, 3 or 4), seconds. */
export interface MediaFacts {
  readonly width: number | undefined
  readonly height: number | undefined
  readonly depth: number | undefined
  readonly seconds: number | undefined
}

export interface EncodeContext<O extends OptionTable = OptionTable> {
  readonly options: Options<O>
  readonly config: LabelConfig
  /** Present when the format asked for it (`survey`) or the config had to be inferred. */
  readonly survey: Survey | undefined
  readonly report: Report
  /** The regions of an annotation that this format can hold; those it drops are reported already. */
  regions(annotation: Annotation): Iterable<Region>
  /** Absent where every task has to be looked at: some are not selected, or media files are looked up. */
  readonly printer?: PlainPrinter | undefined
  /** Facts of a media file named in `data`; undefined when it was not looked up or not found. */
  media(reference: string): MediaFacts | undefined
}

/** The one of several data sets that `join` is to write. */
export interface Split {
  readonly name: string
  /** Those of the whole export, in order. */
  readonly names: readonly string[]
  /** What is about all of them is written now. */
  readonly isLast: boolean
}

/** What goes on from the data set of one split to that of the next, so that numbers mean the same in all of them. */
export interface Carried {
  classes?: ClassList
  /** Images of COCO that have an id. */
  images?: number
  /** Labels of tokens, and their numbers. */
  tokenLabels?: Map<string, number>
  /** References of images that have a name. */
  seenImages?: DigestIndex
}

/** A file name; its number, from 0 in order of appearance, is that of no other name of the export. */
export interface NamedFile {
  readonly name: string
  readonly number: number
}

export interface JoinContext<O extends OptionTable = OptionTable> {
  readonly options: Options<O>
  readonly config: LabelConfig
  readonly survey: Survey | undefined
  readonly report: Report
  /** Undefined where the export is not divided. */
  readonly split: Split | undefined
  readonly carried: Carried
  /** A file name that no other `reference` of this export gets: the reference's own name, with a suffix when it is taken or not possible on every file system. The same reference always gets the same name. `extension` replaces its own (`.xml`). */
  fileName(reference: string, extension?: string): string
  /** The same for a media file of a task, or for what lies beside it under another extension: it is called as the user wants it. */
  mediaName(reference: string, task: Id, extension?: string): string
  /** The same with the number of the name. */
  mediaFile(reference: string, task: Id): NamedFile
  /** Says where in the output a media file belongs, so that it can be put there. The same path twice is the same file. */
  placeMedia(path: string, reference: string, task: Id): void
  /** A place for bytes that have to come later in the output; flat in memory. */
  spool(): Spool
}

/** Written first, read once, then gone. */
export interface Spool {
  /** Bytes are the caller's again when this is done. */
  write(content: string | Uint8Array): Promise<void>
  /** Chunks, each of which may change when the next one is asked for. */
  read(): AsyncIterable<Uint8Array>
}

/** Text and bytes, whole or in chunks, each of which may change when the next one is asked for. */
export type Content = string | Uint8Array | AsyncIterable<string | Uint8Array>

/** Takes files; shows nothing to anyone before close(). Paths are relative, with '/'. One `put` at a time. */
export interface Sink {
  put(path: string, content: Content): Promise<void>
  /** Puts a link to a file of this machine; absent where there are no links. */
  readonly link?: ((path: string, target: string) => Promise<void>) | undefined
  close(): Promise<void>
  /** Leaves nothing behind. */
  abort(): Promise<void>
  /** Takes back all that was put, to begin anew; absent where bytes are gone once they are written (standard output). */
  readonly startOver?: (() => Promise<void>) | undefined
}

/** Which annotations of a task are exported when the user does not say. */
export type AnnotationPolicy = 'all' | 'latest' | 'first' | 'ground-truth-first' | 'annotator-priority' | 'majority'

/**
 * A fold that can be split: `encode` turns a batch of tasks into a `Part` and may run in any thread or on any machine;
 * `join` runs once, takes the parts in input order and gives out what only the whole can know (running ids, unique names, header, footer).
 * Neither touches disk, network, clock or random source; a `Part` can be cloned (no functions, no class instances).
 */
export interface Format<O extends OptionTable = OptionTable, Part = unknown> {
  /** File name = command line name = URL = docs page = test folder. */
  readonly id: string
  /** Upstream's names: VOC, BRUSH_TO_PNG. Compared without case. */
  readonly aliases: readonly string[]
  /** Options that an alias stands for beside the format, by the alias as it is spelled above: `YOLO` means Label Studio's layout. What the user says counts more. */
  readonly aliasOptions?: Readonly<Record<string, Readonly<Record<string, OptionValue>>>>
  /** The same of how the output is laid out: `YOLO_WITH_IMAGES` means `--media download`. */
  readonly aliasOutput?: Readonly<Record<string, Readonly<Record<string, OptionValue>>>>
  readonly title: string
  readonly summary: string
  /** The definition we follow. */
  readonly spec: string
  /** The name of the one file it writes, or undefined when it writes several (then it needs a folder or a zip). */
  readonly singleFile: string | undefined
  /** With the default options. */
  readonly carries: Carries
  /** What other options change of it. */
  carriesWith?(options: Options<O>): Partial<Carries>
  readonly options: O
  readonly defaults: {
    readonly annotations: AnnotationPolicy
    /** Whether tasks that nobody annotated are written when the user does not say. */
    readonly unannotated: boolean
    /** Whether predictions are selected when the user does not say; raw formats have them, others do not unless it is stated here. */
    readonly predictions?: 'with'
  }
  /**
   * raw: tasks as they came, skipped annotations and predictions too; records: a row or object per annotation;
   * training: what a model learns from, so that an unannotated task or two annotations of one image are worth a word in the report.
   */
  readonly purpose: 'raw' | 'records' | 'training'
  /** When a first pass over all tasks is needed; without a config one is made in any case, unless the answer is 'never'. */
  readonly survey: 'never' | 'without-config' | 'always'
  /** It says where media files belong, see {@link JoinContext.placeMedia}. */
  readonly hasMedia?: true
  /** Why this format, with these options, has nothing to write for such a project; undefined when it suits. */
  unsuited(config: LabelConfig, options: Options<O>): string | undefined
  /** The tasks come one by one; a task, its annotations and regions are good until the next is taken. */
  encode(tasks: Iterable<Task>, context: EncodeContext<O>): Part
  /** Of a divided export it runs for one split after the other. */
  join(parts: AsyncIterable<Part>, sink: Sink, context: JoinContext<O>): Promise<void>
  /**
   * Where that goes which `join` puts under `path` for a split. Without it the one file of a format is named like the split, and several files are in a
   * folder of that name.
   */
  splitPath?(path: string, split: string): string
}

/** A format whose part type is nobody else's business. */
export type AnyFormat = Format<OptionTable, unknown>

export function defineFormat<const O extends OptionTable, Part>(format: Format<O, Part>): Format<O, Part> {
  return format
}
