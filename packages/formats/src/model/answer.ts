// An answer, whole or as events, in no dialect's words.
import type { AssistantBlock, Opaque, Seal } from './block.js'

export type FinishReason =
  | 'stop'
  | 'stop-sequence'
  | 'length'
  /** More than the context window holds. */
  | 'context-length'
  | 'tool-calls'
  | 'refusal'
  | 'content-filter'
  /** A turn of hosted tools that the client continues as it is (Anthropic's pause_turn). */
  | 'pause'
  /** The provider broke the answer off, or ended it for a reason that nobody knows: clients get an error. */
  | 'error'

/** Tokens. `input` has the cached ones in it, `output` the reasoning. */
export interface Usage {
  readonly input: number
  readonly output: number
  readonly cacheRead?: number
  readonly cacheWrite?: number
  readonly reasoning?: number
}

/** Why a provider broke an answer off. */
export interface Failure {
  /** Its own name for it: `MALFORMED_FUNCTION_CALL`, `insufficient_system_resource`. */
  readonly reason: string
  readonly words?: string
}

export interface Answer {
  readonly id: string
  /** As the provider calls it. */
  readonly model: string
  readonly blocks: readonly AssistantBlock[]
  readonly finish: FinishReason
  /** With the finish `error`: what the provider calls it, and its words. */
  readonly failure?: Failure
  /** The stop sequence that was met. */
  readonly stopSequence?: string
  readonly usage?: Usage
  /** Epoch seconds. */
  readonly createdAt?: number
}

/** What a block begins as; its content comes in deltas. */
export type BlockStart =
  | { readonly type: 'text' }
  | { readonly type: 'refusal' }
  | { readonly type: 'reasoning'; readonly isRedacted?: true }
  | {
      readonly type: 'tool-call'
      readonly id: string
      readonly name: string
      readonly isFreeForm?: true
      /** Where it is known from the start (Gemini); else it comes with the stop. */
      readonly seal?: Seal
    }
  | { readonly type: 'opaque'; readonly block: Extract<AssistantBlock, { type: 'opaque' }> }

export type AnswerEvent =
  /** A second one: the provider began anew, and what came before it is not of the answer. */
  | {
      readonly type: 'start'
      readonly id: string
      readonly model: string
      readonly createdAt?: number
      readonly usage?: Usage
    }
  /** `index` counts blocks from 0 in the order in which they begin. Several may be open at once. */
  | { readonly type: 'block-start'; readonly index: number; readonly block: BlockStart }
  /** Text, refusal, thought or JSON of arguments, by the kind of the block; of a reasoning block `part` counts its texts. */
  | { readonly type: 'delta'; readonly index: number; readonly text: string; readonly part?: number }
  | { readonly type: 'block-stop'; readonly index: number; readonly seal?: Seal; readonly citations?: Opaque }
  | {
      readonly type: 'finish'
      readonly reason: FinishReason
      readonly failure?: Failure
      readonly stopSequence?: string
      readonly usage?: Usage
    }
  /** The last one: nothing comes after it. */
  | { readonly type: 'error'; readonly error: ProviderError }

export interface ProviderError {
  /** HTTP status that fits; of an event in a stream, the one that the same error has as an answer. */
  readonly status: number
  readonly type?: string
  readonly code?: string
  readonly message: string
  /** The field that is wrong, as the provider names it. */
  readonly field?: string
  readonly requestId?: string
  /** The provider said it in the body (Google does, without a header). */
  readonly retryAfterMs?: number
}
