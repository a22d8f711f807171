// What a test file of a storage or of a plugin imports. The one part of this package that needs vitest.
export { describeTokenStorage } from './token-storage/describe-token-storage.js'
export type { CreateStorage, StorageUnderTest } from './token-storage/storage-under-test.js'
