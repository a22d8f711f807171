export type { Configuration, HostSettings, LogLevel, PluginSettings, SettingSource } from './config/host-settings.js'
export type { Host, HostOptions } from './host.js'
export type { PluginReport, PluginSource } from './registry/plugin-report.js'
export type { Exchange } from './transport/exchange.js'
