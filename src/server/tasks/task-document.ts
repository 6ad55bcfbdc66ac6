import type { JsonNode } from '../../json/node.ts'
import { parseJson } from '../../json/node.ts'
import type { Id } from '../../model/task.ts'

/** A stored task, opened: what people and models said of it. */
export interface OpenTask {
  readonly node: JsonNode
  readonly id: Id
  readonly annotations: readonly JsonNode[]
  readonly predictions: readonly JsonNode[]
  readonly drafts: readonly JsonNode[]
}

export function openTask(document: Uint8Array): OpenTask {
  const node = parseJson(document)
  return {
    node,
    id: node.get('id')?.number() ?? node.get('id')?.string() ?? 0,
    annotations: objectsIn(annotationList(node)),
    predictions: objectsIn(node.get('predictions')),
    drafts: objectsIn(node.get('drafts')),
  }
}

/** Annotation Lab keeps them under `completions`. */
export function annotationList(task: JsonNode): JsonNode | undefined {
  return task.get('annotations') ?? task.get('completions')
}

export function isCancelled(annotation: JsonNode): boolean {
  return (annotation.get('was_cancelled') ?? annotation.get('skipped'))?.boolean() === true
}

export function isGroundTruth(annotation: JsonNode): boolean {
  return (annotation.get('ground_truth') ?? annotation.get('honeypot'))?.boolean() === true
}

export function numberOf(node: JsonNode, key: string): number | undefined {
  return node.get(key)?.number()
}

export function textOf(node: JsonNode, key: string): string | undefined {
  return node.get(key)?.string()
}

/** The one with this id. */
export function withId(nodes: readonly JsonNode[], id: number): JsonNode | undefined {
  return nodes.find((node) => numberOf(node, 'id') === id)
}

function objectsIn(list: JsonNode | undefined): readonly JsonNode[] {
  return list?.elements().filter(({ kind }) => kind === 'object') ?? []
}
