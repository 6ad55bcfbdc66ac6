import { z } from '@hono/zod-openapi'
import type { Store } from '../../stores/store.ts'
import type { Log } from '../http/log.ts'
import { sendPublic } from '../http/outbound.ts'

/** What webhooks are told of: Label Studio's names, and the end of an export job. */
export const WEBHOOK_ACTIONS = {
  PROJECT_CREATED: 'Project created',
  PROJECT_UPDATED: 'Project updated',
  PROJECT_DELETED: 'Project deleted',
  TASKS_CREATED: 'Task created',
  TASKS_DELETED: 'Task deleted',
  ANNOTATION_CREATED: 'Annotation created',
  ANNOTATION_UPDATED: 'Annotation updated',
  ANNOTATIONS_DELETED: 'Annotation deleted',
  EXPORT_DONE: 'Export job ended',
} as const
export type WebhookAction = keyof typeof WEBHOOK_ACTIONS

/** The store's collection. */
export const WEBHOOKS = 'webhooks'

export const WEBHOOK = z.object({
  id: z.number(),
  /** Null: of all projects. */
  project: z.number().nullable(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  send_payload: z.boolean(),
  send_for_all_actions: z.boolean(),
  is_active: z.boolean(),
  actions: z.array(z.string()),
  created_at: z.string(),
  updated_at: z.string(),
})
export type Webhook = z.output<typeof WEBHOOK>

/** Tells addresses that users named what happened; nobody waits for them. */
export interface Webhooks {
  tell(action: WebhookAction, project: number, payload: Readonly<Record<string, unknown>>): void
}

export async function allWebhooks({ records }: Pick<Store, 'records'>): Promise<Webhook[]> {
  const webhooks = (await records.list(WEBHOOKS)).map(({ value }) => WEBHOOK.parse(JSON.parse(value)))
  return webhooks.sort((a, b) => a.id - b.id)
}

export function storeWebhooks(store: Pick<Store, 'records'>, log: Log, allowsPrivateAddresses: boolean): Webhooks {
  const call = async (
    { id, url, headers, send_payload: isWhole }: Webhook,
    action: WebhookAction,
    project: number,
    payload: object,
  ) => {
    const body = JSON.stringify(isWhole ? { action, project: { id: project }, ...payload } : { action })
    try {
      const response = await sendPublic(
        url,
        { allowsPrivateAddresses },
        { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body },
      )
      response.resume()
      log.info('webhook', { webhook: id, action, status: response.statusCode })
    } catch (error) {
      log.error('webhook-failed', { webhook: id, action, error: error instanceof Error ? error.message : String(error) })
    }
  }
  return {
    tell(action, project, payload) {
      allWebhooks(store)
        .then((webhooks) =>
          Promise.all(webhooks.filter((one) => isTold(one, action, project)).map((one) => call(one, action, project, payload))),
        )
        .catch((error: unknown) => log.error('webhooks-failed', { action, error: String(error) }))
    },
  }
}

function isTold(webhook: Webhook, action: WebhookAction, project: number): boolean {
  const isMeant = webhook.send_for_all_actions || webhook.actions.includes(action)
  return webhook.is_active && isMeant && (webhook.project === null || webhook.project === project)
}
