// What a request asks for, in no dialect.

export interface OfferedTool {
  readonly name: string
  /** A JSON Schema; absent = the tool takes nothing. */
  readonly parameters?: unknown
}

export interface Question {
  readonly model: string
  /** What was said last, and whether a person or a tool said it. */
  readonly said: { readonly by: 'user' | 'tool'; readonly text: string }
  /** Every text of the request. */
  readonly texts: readonly string[]
  /** Absent = no limit. */
  readonly maximumTokens?: number | undefined
  readonly tools: readonly OfferedTool[]
  /** `{ name }` = this one must be called. */
  readonly toolChoice: 'auto' | 'none' | 'required' | { readonly name: string }
  readonly stream: boolean
  /** Thoughts are asked for, to be shown. */
  readonly thinks?: boolean
  /** A JSON Schema that the answer has to fit. */
  readonly schema?: unknown
  /** Of what was said last, each as a data URL. */
  readonly images?: readonly string[]
  /** Chat completions tell the usage of a stream only to those who ask. */
  readonly usageInStream?: boolean
}

/** About four characters a token; never 0. */
export function countTokens(texts: readonly string[]): number {
  // However a dialect divides them.
  const characters = texts.reduce((sum, text) => sum + text.length, 0)
  return Math.max(1, Math.ceil(characters / 4))
}
