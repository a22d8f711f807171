// A request, in no dialect's words. What a dialect leaves open is absent here.
import type { AssistantBlock, CacheMark, TextBlock, UserBlock } from './block.js'
import type { Dialect } from './dialect.js'
import type { JsonObject } from './json.js'

export type Turn =
  | { readonly role: 'user'; readonly blocks: readonly UserBlock[] }
  | { readonly role: 'assistant'; readonly blocks: readonly AssistantBlock[] }
  /** Instructions between turns: system or developer messages, wherever they stand. */
  | { readonly role: 'system'; readonly blocks: readonly TextBlock[] }

export interface Tool {
  readonly name: string
  /** Of a tool in a named group (a namespace of Responses): `name` is made from both, for dialects without groups. */
  readonly namespace?: { readonly name: string; readonly toolName: string }
  readonly description?: string
  /** JSON Schema of the arguments; absent for a tool that takes text. */
  readonly parameters?: JsonObject
  /** Arguments must match the schema exactly. */
  readonly strict?: boolean
  /** Takes text: a "custom" tool of Responses, with its grammar. */
  readonly format?: JsonObject
  readonly isFreeForm?: true
  readonly cache?: CacheMark
}

/** A tool that the provider runs, as its dialect writes it. */
export interface HostedTool {
  readonly hosted: {
    readonly dialect: Dialect
    readonly name: string
    readonly json: JsonObject
  }
}

export type ToolChoice =
  | { readonly type: 'auto' | 'none' | 'required' }
  | { readonly type: 'tool'; readonly name: string }
  | { readonly type: 'allowed'; readonly names: readonly string[]; readonly required: boolean }

/** How hard to think, weakest first; each dialect has some of these. */
export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'

export interface ReasoningRequest {
  readonly effort?: Effort
  /** Tokens for thinking. */
  readonly budgetTokens?: number
  /** The model decides how much. */
  readonly isAdaptive?: true
  /** Whether thoughts, or a summary of them, are to be shown. */
  readonly show?: boolean
}

export type OutputFormat =
  | { readonly type: 'json' }
  | {
      readonly type: 'json-schema'
      readonly name?: string
      readonly description?: string
      readonly schema: JsonObject
      readonly strict?: boolean
    }

export interface Conversation {
  /** What the client speaks: `extras` are sent on only there. */
  readonly origin: Dialect
  readonly model: string
  readonly stream: boolean
  /** A Gemini client that did not ask for an event stream gets its chunks as one JSON array. */
  readonly streamFormat?: 'json-array'
  /** Instructions before everything. */
  readonly system: readonly TextBlock[]
  readonly turns: readonly Turn[]
  readonly tools: readonly (Tool | HostedTool)[]
  readonly toolChoice?: ToolChoice
  /** False: one call at a time. */
  readonly parallelToolCalls?: boolean
  readonly maxTokens?: number
  readonly temperature?: number
  readonly topP?: number
  readonly topK?: number
  readonly stopSequences?: readonly string[]
  readonly presencePenalty?: number
  readonly frequencyPenalty?: number
  readonly seed?: number
  /** Of the answers; more than one is refused by targets that give one. */
  readonly count?: number
  readonly reasoning?: ReasoningRequest
  readonly output?: OutputFormat
  readonly verbosity?: 'low' | 'medium' | 'high'
  /** Of the person behind the request, as the client wrote it. */
  readonly userId?: string
  /** Requests with the same key share a prompt cache. */
  readonly cacheKey?: string
  readonly serviceTier?: string
  /** Usage at the end of a chat stream is sent only when asked for. */
  readonly wantsStreamUsage?: boolean
  /** Fields that have no neutral meaning, by their path in the dialect that they came in: kept there, dropped elsewhere by name. */
  readonly extras: ReadonlyMap<string, unknown>
}
