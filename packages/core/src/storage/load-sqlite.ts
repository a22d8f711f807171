import type { DatabaseSync } from 'node:sqlite'

/** Node 22 announces node:sqlite as experimental at its first load; users of a proxy need not read that. */
export function loadSqlite(): typeof DatabaseSync {
  const announce = process.emitWarning.bind(process)
  process.emitWarning = () => {}
  try {
    return process.getBuiltinModule('node:sqlite').DatabaseSync
  } finally {
    process.emitWarning = announce
  }
}
