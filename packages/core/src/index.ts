export { bearer } from './adapter/bearer.js'
export { classifyByStatus } from './adapter/classify-by-status.js'
export type { Dialect } from './adapter/dialect.js'
export { appendToList, type HeaderEdits, type HeaderReader } from './adapter/headers.js'
export { anthropicPaths, geminiPaths, openaiPaths } from './adapter/inference-paths.js'
export {
  type OpenAICompatibleAdapter,
  type OpenAICompatibleOptions,
  openaiCompatible,
} from './adapter/openai-compatible.js'
export type {
  ClientRequest,
  Limit,
  Model,
  PrepareInput,
  ProviderAdapter,
  UpstreamRequest,
} from './adapter/provider-adapter.js'
export type { FailureKind, UpstreamFailure } from './adapter/upstream-failure.js'
export { CCProxyError, type CCProxyErrorOptions, isCCProxyError, toCCProxyError } from './errors/ccproxy-error.js'
export { type ErrorCode, type ErrorDefinition, errorDefinition, errorTable, isErrorCode } from './errors/error-table.js'
export { createHookBus } from './hooks/create-hook-bus.js'
export type {
  AccountChoice,
  AccountChooser,
  HookBus,
  ListenerOptions,
  Rejection,
  RequestHead,
  RequestInterceptor,
  ResponseInterceptor,
  Unsubscribe,
} from './hooks/hook-bus.js'
export { HookEvent, type HookEventName } from './hooks/hook-event.js'
export type { HookPayloads } from './hooks/hook-payloads.js'
export type { MeteredAnswer, TokenUsage } from './hooks/token-usage.js'
export { createHttpClient, type HttpClientOptions } from './http/create-http-client.js'
export { isLoopbackUrl, isSecureEndpoint } from './http/endpoint.js'
export { type FailureReason, failureReason } from './http/failure-reason.js'
export type { BeforeSend, Fetch, HttpAnswer, HttpClient, HttpOptions } from './http/http-client.js'
export { joinPath } from './http/join-path.js'
export { type NetworkFailure, networkFailure, ownErrorWithin } from './http/network-failure.js'
export { BaseTokenManager } from './manager/base-token-manager.js'
export { StandardTokenManager } from './manager/standard-token-manager.js'
export type { AcquireOptions, LogoutResult, TokenManager } from './manager/token-manager.js'
export type { Upkeep } from './manager/upkeep.js'
export { type CredentialAttempt, withCredential } from './manager/with-credential.js'
export type { LoginContext, LoginInteraction } from './oauth/login-context.js'
export type {
  ApiKeyFlow,
  AuthorizationCodeFlow,
  ClientCredentialsFlow,
  CredentialAdditions,
  CustomFlow,
  DeviceCodeFlow,
  GrantedToken,
  JwtBearerFlow,
  LinkedFlow,
  LinkedReading,
  OAuthFlow,
  RedirectTarget,
  RefreshContext,
} from './oauth/oauth-flow.js'
export { type OwnerFileOptions, readOwnerFile } from './oauth/read-owner-file.js'
export { type OwnerCommand, runOwnerCommand } from './oauth/run-owner-command.js'
export type { TokenEndpoint, TokenRefusal } from './oauth/token-endpoint.js'
export { retryAfter } from './oauth/wire/retry-after.js'
export { type Clock, systemClock } from './plugin/clock.js'
export type { HostServices, ManagerContext, PluginContext, ProviderContext } from './plugin/context.js'
export { defineProviderPlugin } from './plugin/define-provider-plugin.js'
export { defineStoragePlugin } from './plugin/define-storage-plugin.js'
export { defineSystemPlugin } from './plugin/define-system-plugin.js'
export { type Logger, silentLogger } from './plugin/logger.js'
export { type ManifestCommand, type ManifestFlag, type PluginManifest, parseManifest } from './plugin/manifest.js'
export type { FetchHandler, Health, PluginCommand } from './plugin/plugin-extras.js'
export type {
  BaseSettings,
  ProviderPluginDefinition,
  ProviderPluginFactory,
  ProviderPluginRuntime,
} from './plugin/provider-plugin.js'
export {
  type OAuthSettings,
  type ProviderDefaults,
  type ProviderSettings,
  type ProviderSettingsWith,
  providerSettings,
  type SettingsOf,
  type SettingsSchema,
} from './plugin/provider-settings.js'
export type {
  StoragePluginDefinition,
  StoragePluginFactory,
  StoragePluginRuntime,
} from './plugin/storage-plugin.js'
export type {
  SystemPluginDefinition,
  SystemPluginFactory,
  SystemPluginParts,
  SystemPluginRuntime,
} from './plugin/system-plugin.js'
export type { LoginEnd } from './snapshot/login-end.js'
export { tokenStatus } from './snapshot/status-of-snapshot.js'
export type { TokenSnapshot, TokenSnapshotFields } from './snapshot/token-snapshot.js'
export type { TokenError, TokenState } from './snapshot/token-state.js'
export type { TokenStatus } from './snapshot/token-status.js'
export type {
  ApiKeyCredential,
  Credential,
  CredentialBinding,
  CredentialKey,
  CredentialProfile,
  LinkedCredential,
  NeedsLogin,
  NewCredential,
  NewOAuthCredential,
  OAuthCredential,
  WithoutRevision,
} from './storage/credential.js'
export { accountPattern, assertCredentialKey } from './storage/credential-key.js'
export {
  JsonTokenStorage,
  type JsonTokenStorageContext,
  type JsonTokenStorageOptions,
} from './storage/json-token-storage.js'
export { MemoryTokenStorage } from './storage/memory-token-storage.js'
export { type RedeemTicket, type RedeemTickets, redeemTicketId } from './storage/redeem-tickets.js'
export type { Lease, LockOptions, TokenStorage, WritableOptions } from './storage/token-storage.js'
