export interface TokenCounts {
  readonly input: number
  readonly output: number
  readonly reasoning: number | undefined
  readonly total: number | undefined
}

/**
 * Output with its thoughts. Most servers count thoughts in the output, xAI counts them beside it; the total tells.
 * https://docs.cloud.google.com/vertex-ai/generative-ai/docs/partner-models/grok/capabilities/reasoning
 */
export function outputTokens({ input, output, reasoning = 0, total = 0 }: TokenCounts): number {
  return total >= input + output + reasoning ? output + reasoning : output
}
