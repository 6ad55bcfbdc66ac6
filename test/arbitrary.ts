import fc from 'fast-check'
import './seed.ts'
import { answersProject } from './arbitrary/answers.ts'
import { audioProject } from './arbitrary/audio.ts'
import { exoticProject } from './arbitrary/exotic.ts'
import { imageProject } from './arbitrary/image.ts'
import type { Project } from './arbitrary/project.ts'
import { textProject } from './arbitrary/text.ts'

export type { Project } from './arbitrary/project.ts'

/** Random projects as labelling tools export them, by what is labelled in them. */
export const PROJECTS = {
  image: imageProject,
  text: textProject,
  audio: audioProject,
  answers: answersProject,
  exotic: exoticProject,
} as const satisfies Record<string, fc.Arbitrary<Project>>

/** One big project of a kind, the same in every run. */
export function bigProject(kind: keyof typeof PROJECTS, projects = 60): Project {
  const samples = fc.sample(PROJECTS[kind], projects)
  return {
    config: samples[0]!.config,
    tasks: samples.flatMap(({ tasks }) => tasks).map((task, index) => ({ ...task, id: index + 1 })),
  }
}
