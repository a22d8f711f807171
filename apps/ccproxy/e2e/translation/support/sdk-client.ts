/** What a person's program reads of an answer, in the words of its SDK. */
export interface Said {
  readonly text: string
  readonly calls: readonly { readonly name: string | undefined; readonly input: unknown }[]
  readonly finish: string | null | undefined
  readonly model: string | undefined
  readonly tokens: readonly (number | undefined)[]
}

/** The same that every SDK is asked to do. `base` is `http://127.0.0.1:<port>/<provider>`. */
export interface SdkClient {
  /** A tool is called and its result answered; both answers. */
  toolRound(base: string, streamed: boolean): Promise<readonly Said[]>
  /** What the SDK throws for a model that fails. */
  failure(base: string, model: string): Promise<unknown>
}

export const model = 'stand-in-1'
export const words = 'hello to whoever answers this, near or far, in whatever words, and in as many as there are'
export const instructions = 'Answer politely.'
/** The stand-ins call a tool that is named. */
export const wordsForTool = 'use get_weather, please'
export const weatherTool = {
  name: 'get_weather',
  description: 'The weather of a city',
  parameters: {
    type: 'object' as const,
    properties: { city: { type: 'string' as const }, days: { type: 'integer' as const } },
    required: ['city', 'days'],
  },
}
export const toolResult = { weather: 'sunny' }
export const apiKey = 'no-key'

/** @throws when it does not throw */
export async function thrownBy(call: Promise<unknown>): Promise<object> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (typeof error === 'object' && error !== null) return error
  throw new Error('the call did not fail')
}
