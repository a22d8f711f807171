// What every SDK is asked: the same list for all of them.
import * as z from 'zod'

export interface Scenario {
  readonly name: string
  readonly prompt: string
  /** Texts of the answer, without which it would not be one to this. */
  readonly shows: readonly string[]
  /** `look` and `find` are offered. */
  readonly tools?: true
  /** The calls are answered, and the model goes on. */
  readonly results?: true
  readonly image?: true
  readonly reasoning?: boolean
  readonly structured?: true
  /** Tokens. */
  readonly limit?: number
}

/** What the offline model thinks. */
export const thought = 'Nobody thinks here.'
/** A word is a token of the offline model. */
const long = 'Say all of this, near or far, in whatever words, and in as many as there are'
const calls = 'Please look({"at":"here"}) and find({"what":"it"})'

export const scenarios: readonly Scenario[] = [
  { name: 'text', prompt: 'Say it', shows: ['You said: Say it'] },
  { name: 'a limit that is reached', prompt: long, shows: [long.slice(0, 40)], limit: 16 },
  { name: 'parallel tools', prompt: calls, shows: ['look', 'find'], tools: true },
  { name: 'tool results', prompt: calls, shows: ['The tool said: ', 'find found'], tools: true, results: true },
  { name: 'an image', prompt: 'What is it?', shows: ['characters of image/png'], image: true },
  { name: 'reasoning', prompt: 'Think', shows: [thought], reasoning: true },
  {
    name: 'reasoning, tools and their results',
    prompt: calls,
    shows: [thought, 'The tool said'],
    reasoning: true,
    tools: true,
    results: true,
  },
  { name: 'structured output', prompt: 'In a form', shows: ['answer', 'sandbox', 'sure'], structured: true },
]

export const system = 'You are brief.'
export const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

export const lookInput = z.object({ at: z.string() })
export const findInput = z.object({ what: z.string() })
export const form = z.object({ answer: z.string(), sure: z.boolean() })

/** What a tool says. */
export const found = (name: string, input: unknown): string => `${name} found ${JSON.stringify(input)}`

/** Of a scheme, without what names its version. */
export function jsonSchema(schema: z.ZodObject): { type: 'object'; [member: string]: unknown } {
  const { $schema: _, ...rest } = z.toJSONSchema(schema)
  return { ...rest, type: 'object' }
}
