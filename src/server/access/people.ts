import type { AnswerObject } from '../http/json-answer.ts'
import type { User } from './access.ts'

/** As they stand beside what they made. */
export function shortUser({ id, first_name, last_name, email }: User): AnswerObject {
  return { id, first_name, last_name, email, avatar: null }
}

/** The first letters of the name, else of the address. */
export function initialsOf({ first_name, last_name, email }: User): string {
  return first_name === '' && last_name === '' ? email.slice(0, 2) : `${first_name.slice(0, 1)}${last_name.slice(0, 1)}`
}

/** `first last mail, id`, with Label Studio's blank before the mail. */
export function createdUsername({ id, first_name, last_name, email }: User): string {
  return `${first_name}${last_name === '' ? '' : ` ${last_name}`} ${email}, ${id}`
}
