import type { Configuration, HostSettings } from '@ccproxy/host'

export function fakeConfiguration(settings: Partial<HostSettings> = {}): Configuration {
  return {
    settings: {
      disabledPlugins: [],
      server: { host: '127.0.0.1', port: 8000 },
      logging: { level: 'silent', format: 'pretty' },
      security: { allowedOrigins: [] },
      network: { connectTimeout: 10, responseTimeout: 600, idleTimeout: 300 },
      models: { aliases: {} },
      fallbacks: [],
      storage: { backend: 'file', allowNetworkFileSystem: false },
      pluginDiscovery: { directories: [] },
      plugins: {},
      ...settings,
    },
    sources: new Map([['logging.level', { kind: 'flag', flag: '--log-level' }]]),
    ignoredVariables: [],
    projectRules: [],
    files: [
      { file: '/home/me/.config/ccproxy/config.toml', role: 'user', found: true },
      { file: '/projects/.ccproxy.toml', role: 'directory', found: false },
    ],
    directory: '/home/me/.config/ccproxy',
    stateDirectory: '/home/me/.local/state/ccproxy',
  }
}
