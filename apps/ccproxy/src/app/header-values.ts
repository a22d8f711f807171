import type { IncomingMessage } from 'node:http'

/** Most headers that are asked for are not there. */
const none: readonly string[] = []

/** Every value that came under a name (lower case): node joins some headers and drops others, so only the raw list tells. */
export function headerValues(incoming: IncomingMessage, name: string): readonly string[] {
  const { rawHeaders } = incoming
  let values: string[] | undefined
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const key = rawHeaders[index] ?? ''
    if (key.length !== name.length || key.toLowerCase() !== name) continue
    values ??= []
    values.push(rawHeaders[index + 1] ?? '')
  }
  return values ?? none
}
