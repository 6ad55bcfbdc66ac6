import { type ControlTag, findControl, findObject, type LabelConfig } from '../../model/label-config.ts'
import { isAudioTag, isVideoTag, type Media, mediaOf } from '../../model/media.ts'
import type { Segment } from '../../model/shape.ts'
import { type Annotation, type Answer, answerTexts, placeOf, type Region, type Task } from '../../model/task.ts'
import type { EncodeContext } from '../format.ts'

/** One recording of a task and what one annotation says about it. */
export interface Recording {
  readonly media: Media
  /** By time. */
  readonly segments: readonly Spoken[]
  /** Transcripts of the whole recording. */
  readonly clip: readonly Answer[]
  /** `original_length` of any result on it, seconds. */
  readonly seconds: number | undefined
  /** Nobody wrote anything, and no segment was there to say so of. */
  readonly isUntouched: boolean
}

/** A segment somebody transcribed. */
export interface Spoken {
  readonly region: Region
  readonly segment: Segment
  /** At least one. */
  readonly rows: readonly string[]
}

export interface Place {
  readonly task: Task
  readonly annotation: Annotation
}

type Context = EncodeContext & { readonly options: { readonly transcript: string } }

/** The recordings that somebody was asked to transcribe. What is on none of them, or no transcript, is reported. */
export function recordingsOf(place: Place, context: Context): Recording[] {
  const { task, annotation } = place
  const { config, report } = context
  const media = mediaOf(task, config, isRecordingTag)
  const drafts = media.filter(({ objectName }) => isTranscribed(config, objectName)).map(newDraft)
  if (drafts.length === 0) {
    const object = config.objects.find(({ tag, name }) => isRecordingTag(tag) && isTranscribed(config, name))
    report.add('media-unnamed', placeOf(task, annotation), { path: object?.dataPath ?? '' })
  }
  for (const region of context.regions(annotation)) hearRegion(region, { drafts, media }, place, context)
  for (const answer of annotation.answers) hearAnswer(answer, drafts, place, context)
  for (const { segments } of drafts) segments.sort((a, b) => a.segment.startSeconds - b.segment.startSeconds)
  return drafts
}

/** Whether a project has recordings to be transcribed. */
export function hasTranscripts(config: LabelConfig): boolean {
  return config.objects.some(({ name, tag }) => isRecordingTag(tag) && isTranscribed(config, name))
}

interface Draft extends Recording {
  readonly segments: Spoken[]
  readonly clip: Answer[]
  seconds: number | undefined
  isUntouched: boolean
}

function newDraft(media: Media): Draft {
  return { media, segments: [], clip: [], seconds: undefined, isUntouched: true }
}

interface Heard {
  readonly drafts: readonly Draft[]
  /** Also the recordings that nobody was asked to transcribe. */
  readonly media: readonly Media[]
}

function hearRegion(region: Region, { drafts, media }: Heard, { task, annotation }: Place, context: Context): void {
  const { shape } = region
  if (shape.kind !== 'segment') return // no other shape is carried
  const { config, report } = context
  const where = () => placeOf(task, annotation, region)
  const isHere = (one: Media) => isOn(one, region.toName, region.page)
  const draft = drafts.find((one) => isHere(one.media))
  if (draft !== undefined) {
    draft.seconds ??= positive(region.mediaSeconds)
    draft.isUntouched = false
  }
  const rows = region.attributes.filter((answer) => isTranscript(answer, true, context)).flatMap(rowsOf)
  if (!media.some(isHere))
    report.add('media-unnamed', where(), { path: findObject(config, region.toName)?.tag.dataPath ?? region.toName })
  else if (!(shape.startSeconds >= 0 && shape.endSeconds > shape.startSeconds))
    report.add('region-invalid', where(), { problem: `the segment lasts from ${shape.startSeconds} to ${shape.endSeconds} s` })
  else if (draft === undefined || rows.length === 0) report.add('transcript-missing', where())
  else draft.segments.push({ region, segment: shape, rows })
}

function hearAnswer(answer: Answer, drafts: readonly Draft[], place: Place, context: Context): void {
  const page = answer.result.node.get('item_index')?.number()
  const draft = drafts.find(({ media }) => isOn(media, answer.toName, page))
  if (draft !== undefined) draft.seconds ??= positive(answer.result.node.get('original_length')?.number())
  if (draft === undefined || !isTranscript(answer, false, context)) reportAnswer(answer, place, context)
  else if (rowsOf(answer).length > 0) {
    draft.clip.push(answer)
    draft.isUntouched = false
  }
}

/** Says that an answer about the whole task is not written; an empty text says nothing. */
export function reportAnswer(answer: Answer, { task, annotation }: Place, { report }: Context): void {
  if (isEmptyText(answer)) return
  report.add('answer-dropped', placeOf(task, annotation), { format: 'asr-manifest', name: answer.fromName })
}

/** Says which answers about a segment are not written. */
export function reportAttributes(region: Region, { task, annotation }: Place, context: Context): void {
  for (const answer of region.attributes) {
    if (isTranscript(answer, true, context) || isEmptyText(answer)) continue
    const detail = { format: 'asr-manifest', name: answer.fromName }
    context.report.add('attribute-dropped', placeOf(task, annotation, region), detail)
  }
}

/** What somebody wrote, row by row; empty rows say nothing. */
export function rowsOf(answer: Answer): string[] {
  return answerTexts(answer).filter((row) => row.trim() !== '')
}

export function positive(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds > 0 && Number.isFinite(seconds) ? seconds : undefined
}

function isEmptyText(answer: Answer): boolean {
  return answer.type === 'textarea' && rowsOf(answer).length === 0
}

function isOn(media: Media, objectName: string, page: number | undefined): boolean {
  return media.objectName === objectName && (media.page ?? 0) === (page ?? 0)
}

function isRecordingTag(tag: string): boolean {
  return isAudioTag(tag) || isVideoTag(tag)
}

function isTranscribed(config: LabelConfig, objectName: string): boolean {
  return textAreasOn(config, objectName).length > 0
}

function textAreasOn(config: LabelConfig, objectName: string): ControlTag[] {
  const name = findObject(config, objectName)?.tag.name ?? objectName
  return config.controls.filter(({ tag, toNames }) => tag === 'TextArea' && toNames.includes(name))
}

/** Whether an answer comes from the TextArea that the transcripts of its recording come from. */
function isTranscript(answer: Answer, isPerRegion: boolean, { config, options }: Context): boolean {
  if (answer.type !== 'textarea') return false
  const control = findControl(config, answer.fromName)?.tag
  if (options.transcript !== '') return control?.name === options.transcript
  return control !== undefined && control === likeliest(textAreasOn(config, answer.toName), isPerRegion)
}

/** Of several TextAreas (transcript, translation, remarks …) those called a transcript, else all; of them the first that is asked per region or not, as wanted, else the first. */
function likeliest(textAreas: readonly ControlTag[], isPerRegion: boolean): ControlTag | undefined {
  const named = textAreas.filter(({ name }) => /transcri/i.test(name))
  const candidates = named.length > 0 ? named : textAreas
  return candidates.find(({ perRegion }) => perRegion === isPerRegion) ?? candidates[0]
}
