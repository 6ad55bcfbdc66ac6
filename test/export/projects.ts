import type { OptionValue } from '../../src/formats/format.ts'
import { findFormat } from '../../src/formats/index.ts'
import { convert } from '../convert.ts'

export type Fields = Readonly<Record<string, unknown>>

export const TEXT_CONFIG = `
  <View>
    <Text name="text" value="$text"/>
    <Labels name="label" toName="text"><Label value="PER"/><Label value="LOC"/><Label value="ABSENT" assertion="true"/></Labels>
    <TextArea name="note" toName="text" perRegion="true"/>
    <Choices name="topic" toName="text"><Choice value="work"/><Choice value="fun"/></Choices>
  </View>`

/** A span, six characters long at `start`. */
export function span(id: string, start: number, ...labels: readonly string[]): Fields {
  return { id, from_name: 'label', to_name: 'text', type: 'labels', value: { start, end: start + 6, labels } }
}

export function choice(...choices: readonly string[]): Fields {
  return { id: 'c', from_name: 'topic', to_name: 'text', type: 'choices', value: { choices } }
}

export function annotation(id: number, more: Fields = {}, ...result: readonly Fields[]): Fields {
  return { id, result, ...more }
}

export function task(id: number | string, annotations: readonly Fields[], more: Fields = {}): Fields {
  return { id, data: { text: 'abcdef ghijkl mnopqr' }, annotations, ...more }
}

/** What JSON export writes of tasks under a selection, parsed. */
export async function selected(tasks: readonly Fields[], selection: Readonly<Record<string, OptionValue>>, config = TEXT_CONFIG) {
  const converted = await convert({ tasks, config, to: findFormat('json')!, selection })
  const written: readonly WrittenTask[] = JSON.parse(converted.text('result.json'))
  return { ...converted, written, ids: written.map(({ id }) => id), kept: written.map((one) => keptOf(one)) }
}

interface WrittenTask {
  readonly id: number | string
  readonly annotations?: readonly {
    readonly id: number
    readonly result: readonly { readonly id?: string; readonly type: string }[]
  }[]
  readonly completions?: WrittenTask['annotations']
  readonly predictions?: WrittenTask['annotations']
}

/** Ids of the annotations, then of the predictions. */
function keptOf({ annotations, completions, predictions }: WrittenTask): number[] {
  return [annotations, completions, predictions].flatMap((list) => (list ?? []).map(({ id }) => id))
}
