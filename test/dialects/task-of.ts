import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { readTask } from '../../src/dialects/read-task.ts'
import { parseJson } from '../../src/json/node.ts'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'
import type { Annotation, Region, Task } from '../../src/model/task.ts'

/** Reads one task as the dialects do, from JSON text or an object. */
export function taskOf(task: unknown, xml?: string): Task {
  const text = typeof task === 'string' ? task : JSON.stringify(task)
  return readTask(parseJson(text), 0, xml === undefined ? EMPTY_CONFIG : parseLabelConfig(xml))
}

/** The one annotation of a task with these results. */
export function annotationOf(results: unknown, xml?: string): Annotation {
  return taskOf({ id: 1, data: {}, annotations: [{ id: 7, result: results }] }, xml).annotations[0]!
}

/** The one region that these results make. */
export function regionOf(results: readonly unknown[], xml?: string): Region {
  const { regions } = annotationOf(results, xml)
  if (regions.length !== 1) throw new Error(`${regions.length} regions, not 1`)
  return regions[0]!
}

export function result(type: string, value: unknown, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { id: 'r1', from_name: 'label', to_name: 'it', type, value, ...more }
}
