import { createRequire } from 'node:module'
import type { Logger } from '@ccproxy/core'
import type { LogLevel } from '@ccproxy/host'
import type * as PinoModule from 'pino'
import type * as PrettyModule from 'pino-pretty'
import { redactFields, redactMessage } from './redact.js'

export interface LoggerOptions {
  readonly level: LogLevel
  readonly format: 'pretty' | 'json'
  readonly color: boolean
  /** Takes whole lines. */
  readonly write: (line: string) => void
}

const levels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'silent']

/** Pino is loaded by the first line that is written: most commands write none, and a line must not wait. */
const load = createRequire(import.meta.url)

function destinationOf(options: LoggerOptions): PinoModule.DestinationStream {
  if (options.format === 'json') return { write: options.write }
  const { prettyFactory }: typeof PrettyModule = load('pino-pretty')
  const pretty = prettyFactory({
    colorize: options.color,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname',
    singleLine: true,
  })
  return { write: (line) => options.write(pretty(line)) }
}

function openPino(options: LoggerOptions): PinoModule.Logger {
  const { pino }: typeof PinoModule = load('pino')
  return pino(
    { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: named } },
    destinationOf(options),
  )
}

/** Core's `Logger` on pino. Every message and field passes the redaction first. */
export function createLogger(options: LoggerOptions): Logger {
  let target: PinoModule.Logger | undefined
  const lowest = levels.indexOf(options.level)
  const stacks = lowest <= levels.indexOf('debug')
  function at(level: keyof Logger): (message: string, fields?: object) => void {
    if (levels.indexOf(level) < lowest) return () => {}
    return (message, fields) => {
      target ??= openPino(options)
      target[level](fields === undefined ? {} : ownNames(redactFields(fields, { stacks })), redactMessage(message))
    }
  }
  return { trace: at('trace'), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

const reserved: ReadonlySet<string> = new Set(['level', 'time', 'msg'])

/** A field cannot stand for the level, the time or the message of its line. */
function ownNames(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [reserved.has(name) ? `${name}_` : name, value]),
  )
}

function named(level: string): object {
  return { level }
}
