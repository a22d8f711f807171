export type { ProviderStandIn } from './provider-stand-in.js'
