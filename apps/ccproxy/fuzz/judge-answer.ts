import type { Played } from './play-conversation.ts'

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/** @returns what is wrong with what a client got; undefined: nothing */
export function judgeAnswer({ received, isStuck }: Played): string | undefined {
  if (isStuck) return 'no answer and no end'
  if (received !== '' && !/^HTTP\/1\.1 \d{3} /.test(received)) return 'the first bytes are no answer'
  if (received.includes('CCPROXY_INTERNAL')) return 'a defect: CCPROXY_INTERNAL'
  if (/\r\nx-injected:/i.test(received)) return 'a header that the client made up'
  if (count(received, /\r\nx-ccproxy-error: /g) > count(received, /\r\nx-ccproxy-request-id: /g))
    return 'an error of ours without the id of its request'
  return undefined
}

/** Of the first answer: its status, and the code where it is ours. */
export function outcomeOf({ received }: Played): string {
  if (received === '') return 'closed without an answer'
  const status = received.slice(9, 12)
  const head = received.slice(0, received.indexOf('\r\n\r\n'))
  return `${status} ${/\r\nx-ccproxy-error: (\S+)/.exec(head)?.[1] ?? 'of the provider'}`
}
