import type { AnyFormat } from '../../src/formats/format.ts'
import { type Converted, type ConvertInput, convert } from '../convert.ts'

/** A project with spans, choices about spans and texts, and relations. */
const CONFIG = `<View>
  <Text name="text" value="$text"/>
  <Labels name="entity" toName="text"><Label value="PER"/><Label value="Big City"/></Labels>
  <Choices name="sure" toName="text" perRegion="true"><Choice value="yes"/><Choice value="no"/></Choices>
  <TextArea name="note" toName="text" perRegion="true"/>
  <Choices name="tone" toName="text"><Choice value="good"/><Choice value="bad"/></Choices>
  <Rating name="stars" toName="text"/>
  <Relations><Relation value="lives in"/></Relations>
</View>`

/** A span of the text `slice`, the first time that it occurs; offsets in code points. */
export function span(id: string, text: string, slice: string, labels: readonly string[] = ['PER']): object {
  const start = [...text.slice(0, text.indexOf(slice))].length
  const value = { start, end: start + [...slice].length, text: slice, labels }
  return { id, from_name: 'entity', to_name: 'text', type: 'labels', value }
}

export function answer(id: string, control: string, type: string, value: object): object {
  return { id, from_name: control, to_name: 'text', type, value }
}

export function relation(from: string, to: string, labels: readonly string[] = ['lives in'], direction = 'right'): object {
  return { type: 'relation', from_id: from, to_id: to, direction, labels }
}

export function textTask(id: number, text: string, result?: readonly object[]): object {
  return { id, data: { text }, annotations: result === undefined ? [] : [{ id: id * 10, completed_by: 5, result }] }
}

export function convertTexts(to: AnyFormat, tasks: readonly object[], more: Partial<ConvertInput> = {}): Promise<Converted> {
  return convert({ tasks, config: CONFIG, to, ...more })
}

/** The records of a file of JSON lines. */
export function recordsIn(converted: Converted, path: string): unknown[] {
  const lines = converted.text(path).split('\n')
  if (lines.pop() !== '') throw new Error(`${path} does not end with a line end`)
  return lines.map((line) => JSON.parse(line))
}

/** Code, task and region of every issue. */
export function issuesOf({ issues }: Converted): unknown[] {
  return issues.map(({ code, task, region }) => [code, task, region])
}
