import * as v from 'valibot'
import type { ProviderFault } from '../load/plan.ts'
import type { ProviderName } from './login.ts'

/** What a request asks the provider to do with it. */
export interface Orders {
  readonly number: number
  readonly account: string
  readonly fault: ProviderFault
  readonly pieces: number
  readonly pieceDelayMs: number
  readonly isStream: boolean
  /** Epoch ms. */
  readonly plannedAt: number
  /** As it arrived. */
  readonly prompt: string
}

const faults = v.picklist([
  'none',
  'refused-once',
  'rate-limited',
  'server-error',
  'reset-before-head',
  'reset-after-head',
  'truncated',
  'silent-before-head',
  'silent-midway',
] as const satisfies readonly ProviderFault[])
const count = v.pipe(v.string(), v.toNumber())
const line = v.tuple([v.literal('soak'), count, v.string(), faults, faults, count, count, count])

/** Of Anthropic's and of OpenAI's chats alike. */
const request = v.object({
  stream: v.optional(v.boolean(), false),
  messages: v.array(
    v.object({ content: v.union([v.string(), v.array(v.looseObject({ text: v.optional(v.string(), '') }))]) }),
  ),
})

/** @throws Error when the body is not one that the soak sent */
export function readOrders(provider: ProviderName, body: string): Orders {
  const { messages, stream: isStream } = v.parse(request, JSON.parse(body))
  const content = messages.at(-1)?.content ?? ''
  const prompt = typeof content === 'string' ? content : content.map(({ text }) => text).join('')
  const [, number, account, claude, huggingface, pieces, pieceDelayMs, plannedAt] = v.parse(
    line,
    prompt.slice(0, prompt.indexOf('\n')).split(' '),
  )
  return {
    number,
    account,
    fault: { claude, huggingface }[provider],
    pieces,
    pieceDelayMs,
    plannedAt,
    isStream,
    prompt,
  }
}
