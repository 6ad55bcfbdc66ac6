import type { Where } from '../../model/error.ts'
import { type Detail, type Effect, ISSUES, type IssueCode, type Report } from '../../model/issue.ts'
import type { DrawnTrack } from './videos.ts'

/** Takes what a format says about boxes on frames as said about their tracks, each thing once. */
export class FrameReport implements Report {
  readonly #report: Report
  readonly #outcomes = new Map<string, Outcome>()
  readonly #said = new Set<string>()

  constructor(report: Report) {
    this.#report = report
  }

  /** What follows is about a video with these tracks. */
  begin(tracks: readonly DrawnTrack[]): void {
    for (const { where } of tracks) {
      const known = this.#outcomes.get(keyOf(where))
      if (known === undefined)
        this.#outcomes.set(keyOf(where), { where, tracks: 1, frames: 0, lost: 0, isLost: undefined, issues: new Map() })
      else known.tracks++
    }
  }

  /** What follows is about a frame on which these of them have a box. */
  show(tracks: readonly DrawnTrack[]): void {
    for (const outcome of this.#outcomes.values()) outcome.isLost = undefined
    for (const { where } of tracks) {
      const outcome = this.#outcomes.get(keyOf(where))!
      if (outcome.isLost === undefined) outcome.frames++
      outcome.isLost = false
    }
  }

  /** Says what there is to say about the tracks since {@link FrameReport.begin}. */
  end(): void {
    for (const { where, tracks, frames, lost, issues } of this.#outcomes.values()) {
      const isLost = lost === frames
      for (const [code, { detail, effect }] of issues)
        this.#report.add(code, where, detail, effect === 'dropped' && !isLost ? 'approximated' : effect)
      if (!isLost) this.#report.wrote('regions', tracks)
    }
    this.#outcomes.clear()
    this.#said.clear()
  }

  add(code: IssueCode, where: Where, detail?: Detail, effect: Effect = ISSUES[code].effect): void {
    const outcome = this.#outcomes.get(keyOf(where))
    if (outcome === undefined) this.#addWhole(code, where, detail, effect)
    else {
      const said = code === 'size-unknown' ? 'video-size-unknown' : code
      if (!outcome.issues.has(said)) outcome.issues.set(said, { detail, effect })
      if (effect === 'dropped' && code !== 'attribute-dropped') this.#lose(outcome)
    }
  }

  /** What is said about an annotation, or about the image that a frame is. */
  #addWhole(code: IssueCode, where: Where, detail: Detail | undefined, effect: Effect): void {
    const key = `${code} ${where.annotation}`
    if (!this.#said.has(key)) this.#report.add(code, where, detail, effect)
    if (this.#outcomes.size === 0) return
    this.#said.add(key)
    if (effect !== 'dropped') return
    for (const outcome of this.#outcomes.values()) if (outcome.where.annotation === where.annotation) this.#lose(outcome)
  }

  #lose(outcome: Outcome): void {
    if (outcome.isLost !== false) return
    outcome.lost++
    outcome.isLost = true
  }

  wrote(what: string, count?: number): void {
    const isBox = what === 'regions' && this.#outcomes.size > 0
    this.#report.wrote(isBox ? 'boxes' : what, count)
  }
}

/** What a format made of a track, or of several that share an id. */
interface Outcome {
  readonly where: Where
  tracks: number
  /** On which it has a box, and those of them on which the format could not write it. */
  frames: number
  lost: number
  /** Whether its box on the frame at hand is lost; undefined where it has none there. */
  isLost: boolean | undefined
  readonly issues: Map<IssueCode, { readonly detail: Detail | undefined; readonly effect: Effect }>
}

function keyOf({ annotation, region }: Where): string {
  return `${annotation} ${region}`
}
