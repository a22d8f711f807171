export type { EntraApplication } from './entra/entra-grants.js'
export type { EntraRefusal } from './entra/entra-refusal.js'
export type { ProviderStandIn } from './provider-stand-in.js'
export {
  type AnthropicOptions,
  type AnthropicStandIn,
  type AntLoginOptions,
  startAnthropic,
} from './start-anthropic.js'
export { type EntraOptions, type EntraStandIn, startEntra } from './start-entra.js'
export { type GoogleOptions, type GoogleStandIn, startGoogle } from './start-google.js'
export { type HuggingFaceOptions, type HuggingFaceStandIn, startHuggingFace } from './start-huggingface.js'
export { startOpenAI } from './start-openai.js'
export { type OpenRouterOptions, type OpenRouterStandIn, startOpenRouter } from './start-openrouter.js'
