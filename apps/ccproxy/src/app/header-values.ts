import type { IncomingMessage } from 'node:http'

/** Every value that came under a name (lower case): node joins some headers and drops others, so only the raw list tells. */
export function headerValues(incoming: IncomingMessage, name: string): readonly string[] {
  const { rawHeaders } = incoming
  const values: string[] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const key = rawHeaders[index] ?? ''
    if (key.length === name.length && key.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '')
  }
  return values
}
