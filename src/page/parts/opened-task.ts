import { inferConfig } from '../../dialects/infer-config.ts'
import { readLabelConfig } from '../../dialects/label-config-file.ts'
import { readTask } from '../../dialects/read-task.ts'
import { Surveyor } from '../../export/survey.ts'
import { parseJson } from '../../json/node.ts'
import { GoldpanError } from '../../model/error.ts'
import { EMPTY_CONFIG, type LabelConfig } from '../../model/label-config.ts'
import type { Task } from '../../model/task.ts'

/** A task as exports understand it. */
export interface OpenedTask {
  readonly task: Task
  /** Of the project; where it has none, what the task's own results speak of. */
  readonly config: LabelConfig
  /** Why the project's own config cannot be read. */
  readonly configProblem: string | undefined
}

/** @param document the task word for word @param xml labeling config of the project, may be empty @throws JsonSyntaxError, TaskProblem */
export function openTask(document: Uint8Array, xml: string): OpenedTask {
  const node = parseJson(document)
  const { config, problem } = configOf(xml)
  if (config.objects.length > 0) return { task: readTask(node, 0, config), config, configProblem: problem }
  const survey = new Surveyor()
  survey.add(readTask(node, 0, EMPTY_CONFIG))
  const inferred = inferConfig(survey)
  return { task: readTask(node, 0, inferred), config: inferred, configProblem: problem }
}

function configOf(xml: string): { readonly config: LabelConfig; readonly problem: string | undefined } {
  try {
    return { config: (xml.trim() === '' ? undefined : readLabelConfig(xml)) ?? EMPTY_CONFIG, problem: undefined }
  } catch (error) {
    if (error instanceof GoldpanError) return { config: EMPTY_CONFIG, problem: error.message }
    throw error
  }
}
