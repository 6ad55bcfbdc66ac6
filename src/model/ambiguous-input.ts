import { GoldpanError } from './error.ts'

/** Code `input-ambiguous`: somebody has to say which it is. */
export class AmbiguousInput extends GoldpanError {
  /** Ids of readers. */
  readonly candidates: readonly string[]

  constructor(candidates: readonly string[], file: string | undefined) {
    super(
      'input-ambiguous',
      `the input may be ${candidates.slice(0, -1).join(', ')} or ${candidates.at(-1)}`,
      `say which[ with --from ${candidates.join(' or --from ')} || , as the format of the files]`,
      { file },
    )
    this.candidates = candidates
  }
}
