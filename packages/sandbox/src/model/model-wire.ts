import type { Answer } from './answer.js'
import type { CredentialVerdict } from './credential-verdict.js'
import type { ModelError } from './model-error.js'
import type { Question } from './question.js'

export interface WireEvent {
  /** The `event:` line; absent = none. */
  readonly event?: string
  /** An object is sent as JSON, a string as it is. */
  readonly data: object | string
}

export interface WireFailure {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: object
}

/** An unknown key and an unknown bearer are not told the same. */
export type Refusal = Exclude<CredentialVerdict, 'accepted'> | 'unknownKey'

/** One API shape: how a question is read, and how an answer, an error and the models look in it. */
export interface ModelWire {
  /** The name of the header that carries the id of the request; absent = the API has none. */
  readonly requestIdHeader?: string
  /**
   * @param model the model in the path, in the dialects that have it there
   * @throws ModelError 400, naming the field
   */
  parse(body: unknown, model: string | undefined): Question
  whole(answer: Answer): object
  events(answer: Answer, question: Question): Iterable<WireEvent>
  failure(error: ModelError, requestId: string): WireFailure
  /** Why a credential is not accepted, in the words and with the status of the API. */
  refuse(refusal: Refusal): ModelError
  /** What the head of every answer tells of the limits. */
  readonly limitHeaders: Readonly<Record<string, string>>
  readonly models: object
  /** @returns undefined when there is no model of that id */
  findModel(id: string): object | undefined
  /**
   * The number of tokens of a request, in the dialects that can be asked.
   * @throws ModelError 400
   */
  count?(body: unknown): object
}
