import type { AnyFormat } from '../../src/formats/format.ts'
import { type Converted, type ConvertInput, convert } from '../convert.ts'

const CONFIG = `<View>
  <Audio name="audio" value="$audio"/>
  <Labels name="speaker" toName="audio"><Label value="Agent"/><Label value="big customer"/></Labels>
  <TextArea name="words" toName="audio" perRegion="true"/>
  <Choices name="mood" toName="audio" perRegion="true"><Choice value="calm"/></Choices>
</View>`

const on = { to_name: 'audio', original_length: 10 }

/** A segment of a recording of ten seconds. */
export function segment(id: string, start: number, end: number, labels: readonly string[], more: object = {}): object {
  return { ...on, id, from_name: 'speaker', type: 'labels', value: { start, end, channel: 0, labels }, ...more }
}

export function transcript(id: string, ...rows: readonly string[]): object {
  return { ...on, id, from_name: 'words', type: 'textarea', value: { text: rows } }
}

export function mood(id: string): object {
  return { ...on, id, from_name: 'mood', type: 'choices', value: { choices: ['calm'] } }
}

export function audioTask(id: number, audio: string, result: readonly object[]): object {
  return { id, data: { audio }, annotations: [{ id: id * 10, result }] }
}

export function convertAudio(to: AnyFormat, tasks: readonly object[], more: Partial<ConvertInput> = {}): Promise<Converted> {
  return convert({ tasks, config: CONFIG, to, ...more })
}
