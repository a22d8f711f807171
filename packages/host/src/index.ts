export { describeSettings, type SettingRow } from './config/describe-settings.js'
export type { ConfigurationFlags } from './config/flag-layer.js'
export type { Configuration, HostSettings, LogLevel, PluginSettings, SettingSource } from './config/host-settings.js'
export { type LoadOptions, loadConfiguration } from './config/load-configuration.js'
export { isLoopbackHost } from './config/loopback-host.js'
export { toSnakeCase } from './config/setting-keys.js'
export { describeSource } from './config/setting-problem.js'
export { type SettingsShape, shapeOfSchema, type TableShape } from './config/settings-shape.js'
export { createHost } from './create-host.js'
export { checkManifest } from './discovery/check-manifest.js'
export { coreVersion } from './discovery/core-version.js'
export {
  type DiscoveredPlugin,
  type Discovery,
  type DiscoveryOptions,
  discoverPlugins,
} from './discovery/discover-plugins.js'
export { type PackageFile, readPackage } from './discovery/read-package.js'
export { exportedPath } from './discovery/resolve-entry.js'
export type { SearchedPlace } from './discovery/search-places.js'
export type { Host, HostOptions } from './host.js'
export { createOutbound, type Outbound } from './outbound/create-outbound.js'
export { baseUrlAdvice } from './pass-through/base-url-advice.js'
export { keyParameters } from './pass-through/query-parameters.js'
export type { PluginReport, PluginSource } from './registry/plugin-report.js'
export { readPluginSettings } from './registry/plugin-settings.js'
export { accountName, defaultAccount } from './routing/account-name.js'
export { type CreateModelRouterOptions, createModelRouter, type RouteByModel } from './routing/create-model-router.js'
export { detectDialect } from './routing/detect-dialect.js'
export { type Route, resolveRoute } from './routing/resolve-route.js'
export type { UnprefixedRequest } from './routing/unprefixed-request.js'
export { collectStatus, type StatusOptions } from './status/collect-status.js'
export { isReady } from './status/is-ready.js'
export { chooseDialect } from './translation/choose-dialect.js'
export {
  type ClientError,
  type ClientErrorContext,
  renderClientError,
  sendClientError,
} from './transport/client-error.js'
export { createTransport, type Transport, type TransportOptions } from './transport/create-transport.js'
export type { Exchange } from './transport/exchange.js'
export { HeaderList } from './transport/header-list.js'
