export type { ProviderStandIn } from './provider-stand-in.js'
export { startOpenAI } from './start-openai.js'
