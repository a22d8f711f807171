import type { DatabaseSync } from 'node:sqlite'

/** Node 22 announces node:sqlite as experimental at its first load; users of a proxy need not read that. */
export function loadSqlite(): typeof DatabaseSync {
  // Put back as it was: what is bound anew at each lock grows for as long as the process runs.
  const announce = Object.getOwnPropertyDescriptor(process, 'emitWarning')
  process.emitWarning = () => {}
  try {
    return process.getBuiltinModule('node:sqlite').DatabaseSync
  } finally {
    if (announce !== undefined) Object.defineProperty(process, 'emitWarning', announce)
  }
}
