/** What the provider counted for one answer, in tokens. It means the same at every provider. */
export interface TokenUsage {
  /** The whole prompt: what a cache gave and what was written to one are in it. */
  readonly inputTokens: number
  /** All that was made: what the model thought is in it. */
  readonly outputTokens: number
  /** The part of `inputTokens` that came from a cache. Absent: the provider did not say. */
  readonly cachedInputTokens?: number
  /** The part of `inputTokens` that was written to a cache. Absent: the provider did not say. */
  readonly cacheCreationInputTokens?: number
  /** The part of `outputTokens` that is thought. Absent: the provider did not say. */
  readonly reasoningTokens?: number
}

/** What an answer says of itself. */
export interface MeteredAnswer {
  /**
   * Absent: the provider did not say, or not where it was looked for (a refusal, no answer of a model, another media type
   * than JSON or an event stream, an encoding that cannot be undone).
   */
  readonly usage?: TokenUsage
  /** The model as the provider names it. Absent: as with `usage`. */
  readonly model?: string
}
