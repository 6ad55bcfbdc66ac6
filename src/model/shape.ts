import type { JsonNode } from '../json/node.ts'

/** A length pair; the name of the variable or type says the unit. */
export interface Size {
  readonly width: number
  readonly height: number
}
export interface Point {
  readonly x: number
  readonly y: number
}
/** 0–100 of the image's width and height, as Label Studio stores it; x, y is the top left corner. */
export interface PercentBox extends Point, Size {}
/** Pixels from the image's top left corner. */
export interface PixelBox extends Point, Size {}

/** Degrees clockwise about (x, y), its top left corner. */
export interface Rectangle extends PercentBox {
  readonly kind: 'rectangle'
  readonly rotation: number
}
/** x, y is the centre; radiusX in percent of the width, radiusY of the height; degrees clockwise about the centre. */
export interface Ellipse extends Point {
  readonly kind: 'ellipse'
  readonly radiusX: number
  readonly radiusY: number
  readonly rotation: number
}
/** Closed outline, at least three points, percent. */
export interface Polygon {
  readonly kind: 'polygon'
  readonly points: readonly Point[]
}
/** Open line (Vector tags), percent. */
export interface Polyline {
  readonly kind: 'polyline'
  readonly points: readonly Point[]
}
export interface Keypoint extends Point {
  readonly kind: 'keypoint'
  /** `hidden: true` in Label Studio: marked, but not seen in the picture. */
  readonly hidden: boolean
}
/** Label Studio's run-length code of an RGBA image; alpha is the mask. Decoded by model/rle.ts. */
export interface Brush {
  readonly kind: 'brush'
  readonly rle: readonly number[]
}
/** A picture in a data URL (Bitmask tags). */
export interface Bitmask {
  readonly kind: 'bitmask'
  readonly dataUrl: string
}
/** Characters [start, end) of a text; the unit is found out by model/text-offsets.ts. `text` is what the labelling tool saw there. */
export interface Span {
  readonly kind: 'span'
  readonly start: number
  readonly end: number
  readonly text: string | undefined
}
/** A range in an HTML document: XPaths with offsets in their text nodes, and offsets into the document's whole text if stored. */
export interface HtmlSpan {
  readonly kind: 'html-span'
  readonly startXPath: string
  readonly endXPath: string
  readonly startOffset: number
  readonly endOffset: number
  readonly globalStart: number | undefined
  readonly globalEnd: number | undefined
  readonly text: string | undefined
}
/** A range in a dialogue: paragraph indexes from 0 with offsets in each paragraph's text; the end offset is exclusive. */
export interface DialogueSpan {
  readonly kind: 'dialogue-span'
  readonly startParagraph: number
  readonly endParagraph: number
  readonly startOffset: number
  readonly endOffset: number
  readonly text: string | undefined
}
/** A piece of a recording. */
export interface Segment {
  readonly kind: 'segment'
  readonly startSeconds: number
  readonly endSeconds: number
  readonly channel: number | undefined
}
/** A box that moves through a video: key frames (frame numbers from 1, boxes in percent); the value keeps everything. */
export interface Track {
  readonly kind: 'track'
  readonly sequence: JsonNode
}
/** Frames of a video, both ends inclusive, numbered from 1 (TimelineLabels). */
export interface FrameRange {
  readonly kind: 'frame-range'
  readonly ranges: readonly { readonly start: number; readonly end: number }[]
}
/** A range of a time series, in the unit of its time column. */
export interface SeriesRange {
  readonly kind: 'series-range'
  readonly start: number | string
  readonly end: number | string
  readonly instant: boolean
}
/** Anything that is none of the others, or lacks what its kind needs (`problem` then says what). */
export interface UnknownShape {
  readonly kind: 'unknown'
  readonly type: string
  readonly problem?: string
}

export type Shape =
  | Rectangle
  | Ellipse
  | Polygon
  | Polyline
  | Keypoint
  | Brush
  | Bitmask
  | Span
  | HtmlSpan
  | DialogueSpan
  | Segment
  | Track
  | FrameRange
  | SeriesRange
  | UnknownShape
export type ShapeKind = Shape['kind']
