// Settings and manifests, for commands that run no plugin: nothing here loads what serves requests.
export { describeSettings, type SettingRow } from '../config/describe-settings.js'
export type { ConfigurationFlags } from '../config/flag-layer.js'
export type { Configuration } from '../config/host-settings.js'
export { type LoadOptions, loadConfiguration } from '../config/load-configuration.js'
export { trustProjectFile, untrustProjectFile } from '../config/project-trust.js'
export { toSnakeCase } from '../config/setting-keys.js'
export { type DiscoveredPlugin, type Discovery, type DiscoveryOptions, discoverPlugins } from './discover-plugins.js'
