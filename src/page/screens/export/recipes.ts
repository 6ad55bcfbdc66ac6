import { toFlag } from '../../../export/options.ts'
import type { Wanted } from '../../api/exports.ts'
import type { Value, Values } from '../../api/formats.ts'

/** The same export without the page. */
export interface Recipe {
  readonly title: string
  /** What it needs and where it differs. */
  readonly remark: string
  readonly text: string
}

/** @param server its address, without a slash at the end @param extension of what is written, `zip` or that of the one file */
export function recipesOf(server: string, project: number, wanted: Wanted, extension: string): readonly Recipe[] {
  return [
    {
      title: 'Command line',
      remark: 'Where the store is: GOLDPAN_STORE is what the server was started with as --store.',
      text: commandLine(project, wanted, extension),
    },
    { title: 'curl', remark: 'GOLDPAN_TOKEN is your token.', text: curl(server, project, wanted) },
    { title: 'Python', remark: 'Needs requests. GOLDPAN_TOKEN is your token.', text: python(server, project, wanted) },
    {
      title: 'Python with label-studio-sdk',
      remark: 'As Label Studio exports: outside of raw JSON without tasks that were skipped.',
      text: pythonSdk(server, project, wanted, extension),
    },
  ]
}

function commandLine(project: number, { format, options, select, output }: Wanted, extension: string): string {
  const flags = [...Object.entries(options), ...Object.entries(select), ...Object.entries(output)].map(([name, value]) =>
    printFlag(name, value),
  )
  return [`goldpan export ${project}`, `--to ${format}`, ...flags, `--out project-${project}-${format}.${extension}`].join(' ')
}

function printFlag(name: string, value: Value): string {
  const flag = toFlag(name)
  if (typeof value === 'boolean') return value ? flag : flag.replace('--', '--no-')
  return `${flag}=${quoted(String(value))}`
}

function curl(server: string, project: number, wanted: Wanted): string {
  const body = quoted(JSON.stringify(wanted))
  return `server=${quoted(server)}
auth="Authorization: Token $GOLDPAN_TOKEN"
# makes the export in the background; the answer says where it is
job=$(curl -sSf -o /dev/null -D - -H "$auth" -H 'Content-Type: application/json' -d ${body} "$server/api/projects/${project}/export-jobs" | tr -d '\\r' | sed -n 's/^[Ll]ocation: //p')
# waits until it is done
curl -sSfN -o /dev/null -H "$auth" "$server$job/events"
curl -sSf -OJ -H "$auth" "$server$job/download"
`
}

function python(server: string, project: number, wanted: Wanted): string {
  return `import os
import time

import requests

server = ${JSON.stringify(server)}
session = requests.Session()
session.headers["Authorization"] = f"Token {os.environ['GOLDPAN_TOKEN']}"
wanted = ${pythonLiteral(wanted)}

job = session.post(f"{server}/api/projects/${project}/export-jobs", json=wanted).json()
while job["status"] in ("created", "queued", "running"):
    time.sleep(1)
    job = session.get(server + job["links"]["self"]).json()

download = session.get(server + job["links"]["download"])
download.raise_for_status()
with open(job["result"]["file"], "wb") as file:
    file.write(download.content)
`
}

function pythonSdk(server: string, project: number, { format, options, select, output }: Wanted, extension: string): string {
  const parameters = { ...options, ...select, ...output }
  const request =
    Object.keys(parameters).length === 0
      ? ''
      : `\n    request_options={"additional_query_parameters": ${pythonLiteral(asTexts(parameters))}},`
  return `import os

from label_studio_sdk.client import LabelStudio

client = LabelStudio(base_url=${JSON.stringify(server)}, api_key=os.environ["GOLDPAN_TOKEN"])
chunks = client.projects.exports.download_sync(
    id=${project},
    export_type=${JSON.stringify(format)},
    download_all_tasks=True,${request}
)
with open("project-${project}-${format}.${extension}", "wb") as file:
    for chunk in chunks:
        file.write(chunk)
`
}

/** As they are spelled in an address. */
function asTexts(values: Values): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
}

/** In single quotes, as shells take it. */
function quoted(text: string): string {
  return /^[\w./:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

function pythonLiteral(value: Value | object): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value !== 'object') return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${pythonLiteral(member)}`)
    .join(', ')}}`
}
