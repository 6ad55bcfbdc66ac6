import { parseLabelConfig } from '../dialects/label-config-xml.ts'
import type { AnyFormat, OptionTable } from '../formats/format.ts'
import type { LabelConfig } from '../model/label-config.ts'
import { parseOptions } from './options.ts'

/** A project about each, with everything that is usually asked there. */
const PROJECTS = {
  image: `<View><Image name="object" value="$image"/><RectangleLabels name="box" toName="object"><Label value="a"/></RectangleLabels>
    <PolygonLabels name="polygon" toName="object"><Label value="a"/></PolygonLabels>
    <BrushLabels name="brush" toName="object"><Label value="a"/></BrushLabels>
    <KeyPointLabels name="point" toName="object"><Label value="a"/></KeyPointLabels>
    <Choices name="choice" toName="object"><Choice value="a"/></Choices><TextArea name="text" toName="object"/></View>`,
  text: `<View><Text name="object" value="$text"/><Labels name="span" toName="object"><Label value="a"/></Labels>
    <Choices name="choice" toName="object"><Choice value="a"/></Choices><TextArea name="text" toName="object"/></View>`,
  audio: `<View><Audio name="object" value="$audio"/><Labels name="segment" toName="object"><Label value="a"/></Labels>
    <Choices name="choice" toName="object"><Choice value="a"/></Choices>
    <TextArea name="text" toName="object" perRegion="true"/></View>`,
  video: `<View><Video name="object" value="$video"/><VideoRectangle name="box" toName="object"/>
    <Labels name="label" toName="object"><Label value="a"/></Labels></View>`,
  series: `<View><TimeSeries name="object" value="$csv"/>
    <TimeSeriesLabels name="range" toName="object"><Label value="a"/></TimeSeriesLabels></View>`,
} as const

/** What a project can be about. */
export type Subject = keyof typeof PROJECTS
const SUBJECTS: readonly Subject[] = ['image', 'text', 'audio', 'video', 'series']

let configs: ReadonlyMap<Subject, LabelConfig> | undefined

/** The kinds of project that a format has something to write for, by its own word. */
export function subjectsOf(format: AnyFormat): Subject[] {
  configs ??= new Map(SUBJECTS.map((subject) => [subject, parseLabelConfig(PROJECTS[subject])]))
  const options = parseOptions<OptionTable>(format.options, {}, format.id)
  return [...configs].filter(([, config]) => format.unsuited(config, options) === undefined).map(([subject]) => subject)
}
