import { PassThrough, Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { type Configuration, collectStatus, type Host } from '@ccproxy/host'
import type { CliContext, CliServices, InputStream } from '../cli-context.js'
import { createOutput } from '../output/output.js'
import type { StopSignal } from '../process-signals.js'
import { runCli } from '../run-cli.js'
import { fakeConfiguration } from './fake-configuration.js'
import { fakeHost } from './fake-host.js'

class Capture extends Writable {
  readonly isTTY: boolean
  readonly columns = 120
  text = ''

  constructor(isTTY: boolean) {
    super()
    this.isTTY = isTTY
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

/** A keyboard, or a pipe. */
class FakeInput extends PassThrough {
  readonly isTTY: boolean

  constructor(isTTY: boolean) {
    super()
    this.isTTY = isTTY
  }

  setRawMode(): this {
    return this
  }
}

export interface FakeContextOptions {
  readonly host?: Host
  readonly configuration?: Configuration
  readonly environment?: Readonly<Record<string, string>>
  readonly terminal?: boolean
  readonly platform?: NodeJS.Platform
  readonly files?: readonly string[]
  readonly services?: Partial<CliServices>
}

/** A world in memory: what was printed can be read, signals can be sent, keys can be pressed. */
export function fakeContext(options: FakeContextOptions = {}) {
  const { terminal = false, environment = { DISPLAY: ':0' } } = options
  const stdout = new Capture(terminal)
  const stderr = new Capture(terminal)
  const keyboard = new FakeInput(terminal)
  const input: InputStream = keyboard
  const listeners = new Set<(signal: StopSignal) => void>()
  const opened: string[] = []
  const host = options.host ?? fakeHost()
  const configuration = options.configuration ?? fakeConfiguration()
  const services: CliServices = {
    loadConfiguration: async () => configuration,
    trustProjectFile: async () => {},
    untrustProjectFile: async () => false,
    createHost: async () => host,
    describeSettings: async () => [],
    settingKeys: async () => ({ toSnakeCase: (key) => key }),
    discoverPlugins: async () => ({ plugins: [], rejected: [], places: [] }),
    collectStatus,
    resolveAuthToken: async () => configuration.settings.security.authToken,
    startServer: async () => {
      throw new Error('this test starts no server')
    },
    runNpm: () => Promise.reject(new Error('this test runs no npm')),
    launchBrowser: async (address) => void opened.push(address),
    ...options.services,
  }
  const context: CliContext = {
    version: '1.2.3',
    environment,
    workingDirectory: '/projects',
    programPath: '/bin/ccproxy',
    platform: options.platform ?? 'linux',
    input,
    output: createOutput(stdout, stderr, environment),
    services,
    now: () => Date.parse('2026-11-22T12:00:00.000Z'),
    fileExists: (path) => options.files?.includes(path) ?? false,
    readText: () => undefined,
    restart: () => {},
    onStopSignal(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    onWarning: () => {},
  }
  return {
    context,
    keyboard,
    opened,
    host,
    /** What was printed to stdout, colours included. */
    stdout: () => stdout.text,
    stderr: () => stderr.text,
    /** Without colours. */
    plain: () => stripVTControlCharacters(`${stdout.text}${stderr.text}`),
    json: (): unknown => JSON.parse(stdout.text),
    run: async (...args: readonly string[]) => await runCli(args, context),
    send: (signal: StopSignal) => {
      for (const listener of listeners) listener(signal)
    },
    listening: () => listeners.size,
  }
}
