// What a message is made of, in no dialect's words.
import type { Dialect } from './dialect.js'

/** A person wants what comes before this to be kept by the provider for the next request. */
export interface CacheMark {
  /** Seconds. Absent: the provider's default. */
  readonly ttlSeconds?: number
}

export interface TextBlock {
  readonly type: 'text'
  readonly text: string
  readonly cache?: CacheMark
  /** What a provider wants back with it, unread (Gemini puts signatures on text). */
  readonly seal?: Seal
  /** Sources that the provider named, as its dialect writes them; shown only in that dialect. */
  readonly citations?: Opaque
}

/** The bytes, or where they are. */
export type Media =
  | { readonly kind: 'base64'; readonly mediaType: string; readonly data: string }
  | { readonly kind: 'url'; readonly url: string; readonly mediaType?: string }
  /** An upload at one provider: nobody else knows the id. */
  | { readonly kind: 'file'; readonly id: string; readonly dialect: Dialect; readonly mediaType?: string }

export interface ImageBlock {
  readonly type: 'image'
  readonly media: Media
  readonly detail?: 'low' | 'high' | 'auto'
  readonly cache?: CacheMark
}

/** A PDF, or another file that the model reads. */
export interface DocumentBlock {
  readonly type: 'document'
  readonly media: Media | { readonly kind: 'text'; readonly text: string }
  readonly name?: string
  readonly cache?: CacheMark
}

export interface AudioBlock {
  readonly type: 'audio'
  readonly media: Media
}

export interface ToolCallBlock {
  readonly type: 'tool-call'
  /** Unique in the conversation; the result names it. Never empty. */
  readonly id: string
  readonly name: string
  /** JSON text, as the model wrote it; an object unless `isFreeForm`. */
  readonly arguments: string
  /** The tool takes text, not JSON (a "custom" tool of Responses). */
  readonly isFreeForm?: true
  readonly seal?: Seal
  readonly cache?: CacheMark
}

export interface ToolResultBlock {
  readonly type: 'tool-result'
  readonly callId: string
  readonly content: readonly (TextBlock | ImageBlock | DocumentBlock)[]
  readonly isError?: true
  readonly cache?: CacheMark
}

/**
 * What the model thought. A provider takes its own thoughts back only as it made them: `seal` is what proves that, and
 * `origin` says whose it is. Nobody else's provider is sent it.
 */
export interface ReasoningBlock {
  readonly type: 'reasoning'
  /** What may be shown; parts of a summary are separate. May be empty. */
  readonly texts: readonly string[]
  readonly seal?: Seal
  /** The provider hid all of it (Anthropic's redacted_thinking). */
  readonly isRedacted?: true
}

/** What a model said instead of an answer. */
export interface RefusalBlock {
  readonly type: 'refusal'
  readonly text: string
}

/** A part that only its own dialect has (a hosted tool's call, its result): kept there, dropped elsewhere by name. */
export interface OpaqueBlock {
  readonly type: 'opaque'
  readonly value: Opaque
}

export interface Opaque {
  readonly dialect: Dialect
  /** What it is called there: `web_search_call`. */
  readonly name: string
  readonly json: unknown
}

/** Proof of a provider for what it made. Never read, never made up. */
export interface Seal {
  readonly origin: Dialect
  /** Signature, or encrypted content. */
  readonly data: string
  /** The id that the provider gave to the item. */
  readonly id?: string
  /** The text that the seal is for, where a client might change it on the way. */
  readonly texts?: readonly string[]
  /** It was the whole of a hidden thought (Anthropic's redacted_thinking). */
  readonly isRedacted?: true
  /** What it was on, while it travels beside it: clients of most dialects have no room for a seal on a text or a call. */
  readonly holder?: SealHolder
}

/** `text`: the text block before it. */
export type SealHolder = 'text' | { readonly callId: string }

export type UserBlock = TextBlock | ImageBlock | DocumentBlock | AudioBlock | ToolResultBlock | OpaqueBlock
export type AssistantBlock = TextBlock | ToolCallBlock | ReasoningBlock | RefusalBlock | OpaqueBlock
export type Block = UserBlock | AssistantBlock
