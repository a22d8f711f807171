// Some authorization servers take JSON where RFC 6749 wants a form. This turns the one into the other.
import { IncomingMessage } from 'node:http'
import * as v from 'valibot'

const maximumBytes = 64 * 1024
const flatObject = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))
const bodySchema = v.pipe(v.string(), v.parseJson(), flatObject)

export const isJsonRequest = (request: IncomingMessage): boolean =>
  request.method === 'POST' && /^application\/json\b/i.test(request.headers['content-type'] ?? '')

/** @returns an equal request with a form body; undefined when the body is no flat JSON object */
export async function toFormRequest(request: IncomingMessage): Promise<IncomingMessage | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) return undefined
    size += chunk.length
    if (size > maximumBytes) return undefined
    chunks.push(chunk)
  }
  const result = v.safeParse(bodySchema, Buffer.concat(chunks).toString('utf8'))
  if (!result.success) return undefined
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(result.output)) parameters.set(name, String(value))
  const form = Buffer.from(parameters.toString())

  // oidc-provider reads the body from the stream itself; a body that was parsed before makes it print a warning.
  const twin = new IncomingMessage(request.socket)
  twin.method = request.method
  twin.url = request.url
  twin.headers = {
    ...request.headers,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(form.length),
  }
  // An incomplete message that ends destroys its socket.
  twin.complete = true
  twin.push(form)
  twin.push(null)
  return twin
}
