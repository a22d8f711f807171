import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function stored(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim()
    return uuid.test(text) ? text : undefined
  } catch {
    return undefined
  }
}

/** Complete from its first instant, and the first of several processes wins. */
function store(directory: string, file: string, id: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const temporary = `${file}.${id}`
  try {
    writeFileSync(temporary, `${id}\n`, { mode: 0o600, flag: 'wx' })
    linkSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Random and stable per configuration directory, made at first need; where it cannot be kept, it lives as long as the process. */
export function installationIdOf(directory: string): () => string {
  const file = join(directory, 'installation-id')
  let known: string | undefined
  return () => {
    known ??= stored(file)
    if (known !== undefined) return known
    const fresh = randomUUID()
    try {
      store(directory, file, fresh)
      known = fresh
    } catch {
      // Another process was first, or the disk takes nothing.
      known = stored(file) ?? fresh
    }
    return known
  }
}
