import fc from 'fast-check'
import { type Drawn, type Fields, projectOf, type Subject, workOf } from './project.ts'

const LABELS = '<Label value="a"/><Label value="b c"/>'
const CONFIG = `<View>
  <HyperText name="page" value="$html"/><HyperTextLabels name="mark" toName="page">${LABELS}</HyperTextLabels>
  <Paragraphs name="talk" value="$talk" nameKey="author" textKey="text"/><ParagraphLabels name="turn" toName="talk">${LABELS}</ParagraphLabels>
  <TimeSeries name="series" value="$csv" valueType="url" timeColumn="time"/><TimeSeriesLabels name="event" toName="series">${LABELS}</TimeSeriesLabels>
  <Video name="film" value="$video"/><VideoRectangle name="track" toName="film"/><Labels name="actor" toName="film">${LABELS}</Labels>
  <TimelineLabels name="scene" toName="film">${LABELS}</TimelineLabels>
  <Image name="scan" value="$scan"/><VectorLabels name="line" toName="scan">${LABELS}</VectorLabels><BitmaskLabels name="mask" toName="scan">${LABELS}</BitmaskLabels>
</View>`

/** Two pixels: one transparent, one half so. */
const PNG = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAADElEQVR4nGNggIAGAACJAIGka1PNAAAAAElFTkSuQmCC'
const KEY_FRAMES = [
  { frame: 1, enabled: true, rotation: 0, x: 10, y: 20, width: 30, height: 40, time: 0.04 },
  { frame: 9, enabled: false, rotation: 0, x: 15, y: 20, width: 30, height: 40, time: 0.36 },
]

/** A region of every shape that is none of the usual, among them some that no format knows. */
const REGIONS: readonly Drawn[] = [
  one('mark', 'page', 'hypertextlabels', {
    start: '/p[1]/text()[1]',
    end: '/p[1]/text()[1]',
    startOffset: 0,
    endOffset: 5,
    globalOffsets: { start: 0, end: 5 },
    text: 'Hello',
    hypertextlabels: ['a'],
  }),
  one('turn', 'talk', 'paragraphlabels', {
    start: '0',
    end: '1',
    startOffset: 3,
    endOffset: 2,
    text: 'lo\n\nHi',
    paragraphlabels: ['b c'],
  }),
  one('turn', 'talk', 'paragraphlabels', {
    start: '0',
    end: '0',
    startOffset: 0,
    endOffset: 5,
    text: 'Hello',
    paragraphlabels: ['a'],
  }),
  one('event', 'series', 'timeserieslabels', { start: 10, end: 20.5, instant: false, timeserieslabels: ['a', 'b c'] }),
  one('event', 'series', 'timeserieslabels', { start: '2020-01-01', end: '2020-01-02', instant: false, timeserieslabels: ['a'] }),
  {
    results: [
      result('track', 'film', 'videorectangle', { framesCount: 10, duration: 0.4, sequence: KEY_FRAMES }),
      result('actor', 'film', 'labels', { framesCount: 10, duration: 0.4, sequence: KEY_FRAMES, labels: ['a'] }),
    ],
  },
  one('scene', 'film', 'timelinelabels', { ranges: [{ start: 1, end: 5 }], timelinelabels: ['b c'] }),
  one('line', 'scan', 'vectorlabels', {
    vertices: [
      { x: 1, y: 2 },
      { x: 30, y: 40 },
    ],
    closed: false,
    vectorlabels: ['a'],
  }),
  one('mask', 'scan', 'bitmasklabels', { imageDataURL: PNG, bitmasklabels: ['a'] }),
  one('line', 'scan', 'vectorlabels', { vectorlabels: ['a'] }), // no geometry at all
  one('mark', 'page', 'rectanglelabels', { x: 1, y: 2, width: 'wide', height: 4, rectanglelabels: ['a'] }),
]

const DATA: Fields = {
  html: '<p>Hello <b>you</b></p>',
  talk: [
    { author: 'Ann', text: 'Hello' },
    { author: 'Bob', text: 'Hi 😀' },
  ],
  csv: 'http://localhost/series.csv',
  video: 'http://localhost/film.mp4',
  scan: 'http://localhost/scan.png',
}

/** HTML, dialogues, time series, video tracks, lines, pictures as masks, and damaged regions. */
export const exoticProject = projectOf(
  CONFIG,
  fc.constant<Subject>({
    data: DATA,
    work: workOf(fc.constantFrom(...REGIONS), fc.constant(result('mood', 'film', 'choices', { choices: ['a'] }))),
  }),
)

function one(control: string, object: string, type: string, value: Fields): Drawn {
  return { results: [result(control, object, type, value)] }
}

function result(control: string, object: string, type: string, value: Fields): Fields {
  const frame = object === 'scan' ? { original_width: 2, original_height: 1 } : {}
  return { ...frame, from_name: control, to_name: object, type, value }
}
