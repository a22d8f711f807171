import type { Logger } from '@ccproxy/core'

/** Every line carries `fields`. */
export function scopedLogger(logger: Logger, fields: object): Logger {
  return {
    trace: (message, more) => logger.trace(message, { ...fields, ...more }),
    debug: (message, more) => logger.debug(message, { ...fields, ...more }),
    info: (message, more) => logger.info(message, { ...fields, ...more }),
    warn: (message, more) => logger.warn(message, { ...fields, ...more }),
    error: (message, more) => logger.error(message, { ...fields, ...more }),
  }
}
