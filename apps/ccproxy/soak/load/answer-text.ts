import { createHash } from 'node:crypto'
import type { ProviderName } from '../servers/login.ts'

/** Says who answered whom, and what arrived there. */
export interface AnswerSource {
  readonly provider: ProviderName
  readonly account: string
  readonly number: number
  readonly prompt: string
  readonly pieces: number
}

/** What the model says, in pieces. The provider makes it from what it got, the client from what it sent. */
export function answerPieces({ provider, account, number, prompt, pieces }: AnswerSource): readonly string[] {
  const digest = createHash('sha256').update(prompt).digest('hex').slice(0, 16)
  const words = Array.from({ length: pieces }, (_, index) => ` ${number}.${index}`)
  return [`${provider}/${account} ${digest}`, ...words]
}
