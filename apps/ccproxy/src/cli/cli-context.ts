import type { Readable } from 'node:stream'
import type { TokenStatus } from '@ccproxy/core'
import type {
  Configuration,
  Discovery,
  DiscoveryOptions,
  Host,
  HostOptions,
  LoadOptions,
  SettingRow,
  StatusOptions,
} from '@ccproxy/host'
import type { RunningServer, ServerOptions } from '../app/start-server.js'
import type { Output } from './output/output.js'
import type { StopSignal } from './process-signals.js'
import type { NpmRun } from './run-npm.js'

export type InputStream = Readable & { readonly isTTY?: boolean }

/** The heavy parts of the program, loaded when they are first called. */
export interface CliServices {
  loadConfiguration(options: LoadOptions): Promise<Configuration>
  trustProjectFile(stateDirectory: string, file: string): Promise<void>
  /** False when the file was not trusted. */
  untrustProjectFile(stateDirectory: string, file: string): Promise<boolean>
  createHost(options: HostOptions): Promise<Host>
  /** A row for every account. Asks no provider. */
  collectStatus(providers: Host['providers'], options: StatusOptions): Promise<readonly TokenStatus[]>
  /** The key that clients must send; undefined: none. */
  resolveAuthToken(configuration: Configuration): Promise<string | undefined>
  /** With `schemas`, what plugins take by default is listed too. */
  describeSettings(configuration: Configuration, schemas?: Host['schemas']): Promise<readonly SettingRow[]>
  settingKeys(): Promise<{ toSnakeCase(this: void, key: string): string }>
  /** Reads manifests; runs no code of a plugin. */
  discoverPlugins(options: DiscoveryOptions): Promise<Discovery>
  startServer(options: ServerOptions): Promise<RunningServer>
  /** The user's npm, run in a folder. */
  runNpm(args: readonly string[], options: { readonly folder: string; readonly signal: AbortSignal }): Promise<NpmRun>
  /** Starts a browser with an address that was checked. Rejects when there is none. */
  launchBrowser(address: string): Promise<void>
}

/** Everything that a command touches of the world. */
export interface CliContext {
  readonly version: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingDirectory: string
  /** `process.argv[1]`. */
  readonly programPath: string
  readonly platform: NodeJS.Platform
  readonly input: InputStream
  readonly output: Output
  readonly services: CliServices
  now(): number
  fileExists(path: string): boolean
  /** undefined: there is no such file, or it cannot be read. */
  readText(path: string): string | undefined
  /**
   * Starts this program anew in the same process, with more arguments at the end; modules cannot be loaded twice. Returns
   * only where the system cannot do it: Windows.
   */
  restart(more: readonly string[]): void
  /** Calls `listener` at every stop signal until it is undone. While a listener is there, no stop signal ends the process. */
  onStopSignal(listener: (signal: StopSignal) => void): () => void
  /** From now on hands each warning of Node to `listener` instead of printing it. */
  onWarning(listener: (warning: Error) => void): void
}

/** True when a person sits at both ends: questions can be asked. */
export function isInteractive({ input, output }: Pick<CliContext, 'input' | 'output'>): boolean {
  return input.isTTY === true && output.stderr.isTTY === true
}
