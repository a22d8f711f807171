import type { Dialect } from '../../model/dialect.js'

interface Talk {
  /** Where to ask in each turn, and for what. */
  readonly first: TalkTurn
  readonly second: TalkTurn
  readonly streamed: boolean
}

export interface TalkTurn {
  readonly base: string
  readonly model: string
}

/** A question, the calls of the answer made, their results sent with all that came. @returns the last words */
export type Client = (talk: Talk) => Promise<string>

export type Clients = Readonly<Record<Dialect, Client>>

export const question = 'Look at both places'
export const resultOf = (argumentsOfCall: unknown): string => `seen: ${JSON.stringify(argumentsOfCall)}`
export const parameters: { type: 'object'; properties: Record<string, object>; required: string[] } = {
  type: 'object',
  properties: { at: { type: 'string' }, by: { type: 'string' } },
  required: ['at'],
}
