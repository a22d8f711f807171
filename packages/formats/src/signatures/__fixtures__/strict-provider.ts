// Stand-ins of providers that think, call two tools, and refuse a next turn that does not bring back what they signed.
import { isDeepStrictEqual } from 'node:util'
import type { WireRequest } from '../../codec.js'
import { FormatError } from '../../format-error.js'
import type { Dialect } from '../../model/dialect.js'
import type { JsonObject } from '../../model/json.js'

export interface StrictProvider {
  readonly dialect: Dialect
  /** One that has to have its thoughts back. */
  readonly model: string
  /** What has to come back as it went out: signatures, and ids of calls. */
  readonly proofs: readonly string[]
  /** @throws FormatError (400) as the API refuses a conversation */
  answer(request: WireRequest): StrictAnswer
}

export interface StrictAnswer {
  readonly whole: JsonObject
  /** The same as the data of its events. */
  readonly events: readonly (JsonObject | '[DONE]')[]
}

export function refuse(problem: string): never {
  throw new FormatError(400, problem)
}

/** What each of them thinks, says and calls first. */
export const thought = 'Two places are asked for. 漢字, too.'
export const said = 'I look at both.'
export const places: readonly string[] = ['here', 'there']
/** What they say when they have both results. */
export const done = 'Both are fine.'

/** Two pieces of a text, cut where a stream might. */
export function pieces(text: string): readonly string[] {
  return [text.slice(0, 5), text.slice(5)]
}

export function equal(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one, other)
}
