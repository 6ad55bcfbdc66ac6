import type { Report } from '../../model/issue.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import { isTextTag } from '../../model/media.ts'
import { answerTexts, placeOf } from '../../model/task.ts'
import type { LabelledText } from './labelled-texts.ts'

/** What was chosen of a text as a whole, each once. Other answers are reported: the format has no place for them. */
export function choicesOf({ task, annotation, document, answers }: LabelledText, format: string, report: Report): string[] {
  const chosen = new Set<string>()
  for (const answer of answers) {
    const isChoice = (answer.type === 'choices' || answer.type === 'taxonomy') && answer.toName === document.objectName
    if (isChoice) report.wrote('answers')
    else report.add('answer-dropped', placeOf(task, annotation, answer.result), { format, name: answer.fromName })
    for (const text of isChoice ? answerTexts(answer) : []) chosen.add(text)
  }
  return [...chosen]
}

/** All that people can choose of a text as a whole, in config order. */
export function possibleChoices(config: LabelConfig, objectName: string): string[] {
  const controls = config.controls.filter(
    ({ tag, toNames, perRegion }) => tag === 'Choices' && !perRegion && toNames.includes(objectName),
  )
  return [...new Set(controls.flatMap(({ labels }) => labels.map(({ name }) => name)))]
}

export function hasTextChoices(config: LabelConfig): boolean {
  return config.objects.some(({ name, tag }) => isTextTag(tag) && possibleChoices(config, name).length > 0)
}
