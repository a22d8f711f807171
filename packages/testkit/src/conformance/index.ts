// What a test file of a storage or of a plugin imports. The one part of this package that needs vitest.
export type { ClientRequestFixture } from './provider-plugin/client-requests/client-request.js'
export { clientRequests } from './provider-plugin/client-requests/client-requests.js'
export { describeProviderPlugin } from './provider-plugin/describe-provider-plugin.js'
export type {
  FlowPreparation,
  ProviderPluginOptions,
  TestServers,
  WrittenSettings,
} from './provider-plugin/provider-plugin-options.js'
export { describeTokenStorage } from './token-storage/describe-token-storage.js'
export type { CreateStorage, StorageUnderTest } from './token-storage/storage-under-test.js'
