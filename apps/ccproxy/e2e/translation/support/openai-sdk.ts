import { APIError, OpenAI } from 'openai'
import { apiKey, thrownBy } from './sdk-client.js'

export const openaiSdk = (base: string): OpenAI => new OpenAI({ apiKey, baseURL: `${base}/v1`, maxRetries: 0 })

/** What both dialects of the SDK throw. */
export async function openaiFailure(call: Promise<unknown>): Promise<unknown> {
  const error = await thrownBy(call)
  if (!(error instanceof APIError)) throw error
  const { status, message, requestID } = error
  const retryAfter = error.headers?.get('retry-after')
  return { name: error.constructor.name, status, message, hasId: typeof requestID === 'string', retryAfter }
}
