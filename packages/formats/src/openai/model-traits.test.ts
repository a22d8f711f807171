import { expect, test } from 'vitest'
import { modelTraits } from './model-traits.js'

test.each(['gpt-5', 'gpt-5.4-mini', 'o3', 'openai/o4-mini', 'openai/gpt-6-astra', 'codex-mini-latest'])(
  '%s thinks',
  (model) => {
    expect(modelTraits(model)).toEqual({ refusesSampling: true, refusesReasoning: false, isOpenAI: true })
  },
)

test.each(['gpt-4o', 'gpt-4.1-mini', 'openai/gpt-3.5-turbo', 'gpt-5-chat-latest', 'chatgpt-4o-latest', 'my-gpt4'])(
  '%s does not think',
  (model) => {
    expect(modelTraits(model)).toEqual({ refusesSampling: false, refusesReasoning: true, isOpenAI: true })
  },
)

test.each(['my-deployment', 'moonshotai/Kimi-K3', 'openai/gpt-oss-120b', 'claude-opus-5'])(
  '%s may do anything',
  (model) => {
    expect(modelTraits(model)).toEqual({ refusesSampling: false, refusesReasoning: false, isOpenAI: false })
  },
)
