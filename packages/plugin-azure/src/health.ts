import type { Health, HttpClient } from '@ccproxy/core'

const hints: Readonly<Record<number, string>> = {
  401:
    'The login needs the role "Cognitive Services OpenAI User" on the resource, and plugins.azure.tenant must be the ' +
    'directory of the resource.',
  403: 'The role of the login, or the network rules of the resource, do not allow this.',
  404: 'Correct plugins.azure.resource or plugins.azure.base_url.',
}

const otherwise = 'Azure may have a fault: https://azure.status.microsoft says what is known.'

/** Asks for what every role that may use a model may read. */
export async function health({ http }: { readonly http: HttpClient }, signal: AbortSignal): Promise<Health> {
  const { ok, status } = await http.get('v1/models', { signal })
  if (ok) return { status: 'ok' }
  const isTemporary = status === 429 || status >= 500
  const detail = `GET /v1/models answered ${status}`
  return { status: 'down', detail, hint: hints[status] ?? otherwise, ...(isTemporary && { isTemporary }) }
}
