import type { Health, HttpClient } from '@ccproxy/core'
import * as v from 'valibot'
import { refusal } from './schemas.js'

const path = 'v1beta/models'

/** What helps against the refusals that a new login meets, by Google's reason. */
const hints: ReadonlyMap<string, string> = new Map([
  ['API_KEY_INVALID', 'Make a key at https://aistudio.google.com/apikey.'],
  ['API_KEY_EXPIRED', 'Make a key at https://aistudio.google.com/apikey.'],
  [
    'SERVICE_DISABLED',
    'Enable the API in your project (https://console.cloud.google.com/apis/library/generativelanguage.googleapis.com), and name the project in plugins.gemini.project.',
  ],
  [
    'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
    'The login lacks scopes: sign in again, with gcloud by --scopes as the README of the plugin shows.',
  ],
  ['USER_PROJECT_DENIED', 'Name a project that you may use in plugins.gemini.project.'],
  ['CONSUMER_INVALID', 'Name a project that exists in plugins.gemini.project.'],
])

/** Asks for the shortest list there is. */
export async function health(http: HttpClient, signal: AbortSignal): Promise<Health> {
  const response = await http.get(path, { searchParams: { pageSize: '1' }, signal })
  if (response.ok) return { status: 'ok' }
  const hint = hintFor(await response.text()) ?? hintForStatus(response.status)
  const isTemporary = response.status === 429 || response.status >= 500
  return {
    status: 'down',
    detail: `GET /${path} answered ${response.status}`,
    hint,
    ...(isTemporary && { isTemporary }),
  }
}

function hintForStatus(status: number): string {
  if (status === 429) return 'The quota is used up for now: https://ai.dev/usage?tab=rate-limit shows what is left.'
  if (status >= 500) return 'Try again later; https://aistudio.google.com/status says whether Google has trouble.'
  return 'Sign in again, and check base_url and the project: the README of the plugin names what each refusal means.'
}

function hintFor(body: string): string | undefined {
  const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), refusal), body)
  if (!answer.success) return undefined
  const { message = '', details } = answer.output.error
  const [known] = details.flatMap(({ reason }) => hints.get(reason ?? '') ?? [])
  return known ?? (/quota project/.test(message) ? hints.get('USER_PROJECT_DENIED') : undefined)
}
