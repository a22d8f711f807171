import type { Logger } from '@ccproxy/core'
import type { LogLevel } from '@ccproxy/host'
import { type DestinationStream, pino } from 'pino'
import { redactFields, redactMessage } from './redact.js'

export interface LoggerOptions {
  readonly level: LogLevel
  readonly format: 'pretty' | 'json'
  readonly color: boolean
  /** Takes whole lines. */
  readonly write: (line: string) => void
}

async function destinationOf(options: LoggerOptions): Promise<DestinationStream> {
  if (options.format === 'json') return { write: options.write }
  const { prettyFactory } = await import('pino-pretty')
  const pretty = prettyFactory({ colorize: options.color, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' })
  return { write: (line) => options.write(pretty(line)) }
}

/** Core's `Logger` on pino. Every message and field passes the redaction first. */
export async function createLogger(options: LoggerOptions): Promise<Logger> {
  const target = pino(
    { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: named } },
    await destinationOf(options),
  )
  const stacks = target.isLevelEnabled('debug')
  function at(level: keyof Logger): (message: string, fields?: object) => void {
    return (message, fields) => {
      if (target.isLevelEnabled(level))
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
