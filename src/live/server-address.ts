import { GoldpanError } from '../model/error.ts'
import { withoutSecrets } from './live-source.ts'

/** Where a project of a Label Studio server is. */
export interface ServerAddress {
  /** What stands before `/projects` and `/api`, without a slash at its end. */
  readonly base: string
  readonly project: number | undefined
  /** The tab of the Data Manager: some of the tasks, in its own order. */
  readonly tab: number | undefined
}

/**
 * `https://host/projects/3`, `…/projects/3/data?tab=7`, `https://host/api/projects/3/`, or `https://host` alone; all of them also below a path.
 * @throws GoldpanError `option-invalid`
 */
export function parseServerAddress(source: string): ServerAddress {
  const url = URL.canParse(source) ? new URL(source) : undefined
  const [, path, project] = /^(.*?)(?:\/api)?(?:\/projects(?:\/(\d+)(?:\/.*)?)?)?\/*$/.exec(url?.pathname ?? '') ?? []
  if (url === undefined || path === undefined) throw invalid(withoutSecrets(source), 'this is no address')
  if (url.username !== '' || url.password !== '')
    throw invalid(withoutSecrets(source), 'there is a user name or a password in the address, which Label Studio does not take')
  const tab = url.searchParams.get('tab')
  return {
    base: `${url.origin}${path}`,
    project: project === undefined ? undefined : Number(project),
    tab: tab !== null && /^[1-9]\d*$/.test(tab) ? Number(tab) : undefined,
  }
}

function invalid(source: string, problem: string): GoldpanError {
  return new GoldpanError('option-invalid', `\`${source}\`: ${problem}`, EXAMPLE)
}

const EXAMPLE = 'name a project as your browser does, https://host/projects/3, and pass the token of your account with --token'
