import { GoldpanError } from '../model/error.ts'

export function unreachable(address: string, problem: string, attempts: number, cause?: unknown): GoldpanError {
  const tried = attempts > 1 ? `, ${attempts} times` : ''
  return new GoldpanError(
    'server-unreachable',
    `the server cannot be reached or does not answer as it should: ${problem}${tried}`,
    'try the address in a browser; if the server is too slow for the whole project, name a tab with fewer tasks: …/data?tab=7',
    { file: address },
    { cause },
  )
}

export function refused(address: string, problem: string, hasToken: boolean): GoldpanError {
  return new GoldpanError(
    'access-denied',
    `the server refused ${hasToken ? 'the token' : 'to answer without a token'}: ${problem}`,
    hasToken
      ? 'take a new one from the account page of Label Studio, of a user who may see the project'
      : 'pass the token of your account with --token, or in the environment as LABEL_STUDIO_API_KEY',
    { file: address },
  )
}

export function noSuchThing(address: string, detail: string): GoldpanError {
  return new GoldpanError(
    'project-missing',
    `the server has nothing there, or not for this user: ${detail}`,
    'check the number of the project in the address, and whose token it is',
    { file: address },
  )
}

export function unexpected(address: string, problem: string): GoldpanError {
  return new GoldpanError(
    'server-unexpected',
    problem,
    'is this the address of Label Studio itself, not of a login page or proxy before it?',
    { file: address },
  )
}
