// The real world: this process and the heavy parts of the program, which are imported when first needed.
import { existsSync, readFileSync } from 'node:fs'
import { CCProxyError } from '@ccproxy/core/errors'
import type { CliContext, CliServices } from './cli-context.js'
import { createOutput } from './output/output.js'
import { onStopSignal } from './process-signals.js'

const services: CliServices = {
  loadConfiguration: async (request) => (await import('@ccproxy/host/discovery')).loadConfiguration(request),
  trustProjectFile: async (...request) => (await import('@ccproxy/host/discovery')).trustProjectFile(...request),
  untrustProjectFile: async (...request) => (await import('@ccproxy/host/discovery')).untrustProjectFile(...request),
  createHost: async (options) => (await import('@ccproxy/host')).createHost(options),
  describeSettings: async (configuration, schemas) =>
    (await import('@ccproxy/host/discovery')).describeSettings(configuration, schemas),
  settingKeys: async () => await import('@ccproxy/host/discovery'),
  collectStatus: async (providers, options) => (await import('@ccproxy/host')).collectStatus(providers, options),
  discoverPlugins: async (options) => (await import('@ccproxy/host/discovery')).discoverPlugins(options),
  resolveAuthToken: async (configuration) =>
    (await import('../app/resolve-auth-token.js')).resolveAuthToken(configuration),
  startServer: async (options) => (await import('../app/start-server.js')).startServer(options),
  runNpm: async (args, options) => (await import('./run-npm.js')).runNpm(args, options),
  launchBrowser: async (address) => {
    const { default: open } = await import('open')
    await open(address)
  },
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function restart(more: readonly string[]): void {
  const { execPath, execArgv, argv, env } = process
  const args = argv.slice(1)
  const isRepeated = more.every((word, index) => args.at(index - more.length) === word)
  if (process.platform === 'win32') return
  process.execve?.(execPath, [execPath, ...execArgv, ...args, ...(isRepeated ? [] : more)], env)
}

/** @throws CCPROXY_CLI_DIRECTORY when the current directory was removed or may not be read */
function currentDirectory(): string {
  try {
    return process.cwd()
  } catch (error) {
    throw new CCProxyError('CCPROXY_CLI_DIRECTORY', 'the current directory was removed, or it may not be read', {
      cause: error,
    })
  }
}

/** Node prints its warnings as plain text until its own listener is taken off. */
function onWarning(listener: (warning: Error) => void): void {
  process.removeAllListeners('warning').on('warning', listener)
}

/** @throws CCPROXY_CLI_DIRECTORY */
export function processContext(version: string): CliContext {
  const { env, stdin, stdout, stderr, platform } = process
  return {
    version,
    environment: env,
    workingDirectory: currentDirectory(),
    programPath: process.argv[1] ?? '',
    platform,
    input: stdin,
    output: createOutput(stdout, stderr, env),
    services,
    now: () => Date.now(),
    fileExists: (path) => existsSync(path),
    readText,
    restart,
    onStopSignal,
    onWarning,
  }
}
