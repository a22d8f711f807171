// What a host hands to a plugin, and what comes out of the plugin by it.
import {
  createHookBus,
  HookEvent,
  type HookEventName,
  isLoopbackUrl,
  type Logger,
  type TokenStorage,
} from '@ccproxy/core'
import { createTestServices, type TestServices } from '../../../environment/create-test-services.js'
import { printed } from './printed.js'

export interface WatchedServices {
  readonly services: TestServices
  /** Every line, with its fields as a careless logger would print them. */
  readonly log: readonly string[]
  readonly events: readonly { readonly event: HookEventName; readonly payload: unknown }[]
  /** Addresses that were called, without their queries. */
  readonly calls: readonly string[]
  /** Those of them that are not of this machine; they were not made. */
  readonly foreignCalls: readonly string[]
}

export interface WatchedServicesOptions {
  readonly packageName: string
  /** For the state of the machine. */
  readonly directory: string
  /** For what belongs to `storage`: a plugin may keep its logins in files of its own. */
  readonly configDirectory: string
  readonly environment: Readonly<Record<string, string>>
  readonly storage: TokenStorage
}

export function watchedServices(options: WatchedServicesOptions): WatchedServices {
  const { packageName, directory, configDirectory, environment, storage } = options
  const log: string[] = []
  const events: WatchedServices['events'][number][] = []
  const calls: string[] = []
  const foreignCalls: string[] = []
  const logger = recordingLogger(log)
  const hooks = createHookBus(logger)
  for (const event of Object.values(HookEvent)) {
    hooks.on(event, (payload) => events.push({ event, payload }), { name: 'conformance' })
  }
  const services = createTestServices({
    packageName,
    directory: configDirectory,
    stateDirectory: `${directory}/state`,
    environment,
    storage,
    logger,
    hooks,
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input)
      const address = `${url.origin}${url.pathname}`
      calls.push(address)
      if (!isLoopbackUrl(url)) {
        foreignCalls.push(address)
        throw new TypeError(`${address} is not of this machine`)
      }
      return globalThis.fetch(input, init)
    },
  })
  return { services, log, events, calls, foreignCalls }
}

function recordingLogger(log: string[]): Logger {
  const record = (level: string) => (message: string, fields?: object) => {
    log.push(`${level} ${message} ${printed(fields)}`)
  }
  return {
    trace: record('trace'),
    debug: record('debug'),
    info: record('info'),
    warn: record('warn'),
    error: record('error'),
  }
}
