// What OpenAI's models refuse, by their names: the API answers 400 to a parameter that a model does not know.

/** Thinks, and then takes no `temperature`, `top_p`, penalties or `stop`. */
const thinking = /(^|\/)(o\d|gpt-([5-9]|\d\d)|codex-)/i
/** Never thinks: takes no `reasoning`, and has no encrypted thoughts to include. */
const plain = /(^|[^a-z0-9])(gpt-?(3|4)|chatgpt-)|(^|\/)gpt-\d+(\.\d+)?-chat/i

export interface ModelTraits {
  /** Sampling parameters are refused. */
  readonly refusesSampling: boolean
  /** `reasoning` is refused. */
  readonly refusesReasoning: boolean
  /** A model of OpenAI's own naming: newer fields like `max_completion_tokens` are known there. */
  readonly isOpenAI: boolean
}

/** Names that say nothing (deployments of Azure, models of others) are taken to know everything. */
export function modelTraits(model: string): ModelTraits {
  const refusesReasoning = plain.test(model)
  const isThinking = thinking.test(model) && !refusesReasoning
  return { refusesSampling: isThinking, refusesReasoning, isOpenAI: isThinking || refusesReasoning }
}
