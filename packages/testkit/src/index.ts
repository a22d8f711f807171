export { type Sandbox, type SandboxOptions, sandboxApiKey, startSandbox } from '@ccproxy/sandbox'
export { createTemporaryDirectory, type TemporaryDirectory } from './environment/create-temporary-directory.js'
export { createTestClock, type TestClock } from './environment/create-test-clock.js'
export { createTestServices, type TestServices } from './environment/create-test-services.js'
export { createTestSnapshot } from './environment/create-test-snapshot.js'
export { createFaultyStorage, type FaultyStorage } from './faults/create-faulty-storage.js'
export { createPause, type Pause } from './faults/pause.js'
export type { StorageFault, StorageOperation } from './faults/storage-fault.js'
export { type Program, type ProgramOptions, startProgram } from './program/start-program.js'
export { type ForwardProxy, type ForwardProxyOptions, startForwardProxy } from './proxy/start-forward-proxy.js'
export type { RawResponse } from './raw-request/parse-raw-response.js'
export { type RawRequestOptions, sendRawRequest } from './raw-request/send-raw-request.js'
export { assertNoSecrets, findSecrets, type SecretFinding } from './secrets/find-secrets.js'
export {
  createScriptedInteraction,
  type ScriptedInteraction,
  type ScriptedInteractionOptions,
  type ScriptedPerson,
  type ShownUrl,
} from './sign-in/create-scripted-interaction.js'
export { type Walk, walkRedirects } from './sign-in/walk-redirects.js'
export {
  type FaultyTokenEndpoint,
  type FaultyTokenEndpointOptions,
  startFaultyTokenEndpoint,
} from './token-endpoint/start-faulty-token-endpoint.js'
export { type IssuedTokens, TokenFamily } from './token-endpoint/token-family.js'
export type { TokenOutcome } from './token-endpoint/token-outcome.js'
export {
  type Answer,
  type AnswerHead,
  answerJson,
  answerSse,
  answerWith,
  hang,
  resetConnection,
  type SseOptions,
  truncateAfter,
} from './upstream/answers.js'
export type { RecordedRequest } from './upstream/recorded-request.js'
export {
  type RecordingUpstream,
  type RecordingUpstreamOptions,
  startRecordingUpstream,
} from './upstream/start-recording-upstream.js'
export { testCertificate } from './upstream/test-certificate.js'
