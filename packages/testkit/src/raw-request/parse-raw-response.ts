/** An HTTP/1.1 answer as it came over the wire. */
export interface RawResponse {
  readonly status: number
  readonly statusText: string
  /** Name and value as they came, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Without chunk framing. */
  readonly body: string
  /** Whatever the case of its name; undefined when absent, joined with ', ' when it came several times. */
  header(name: string): string | undefined
}

/** @returns undefined while the answer is incomplete; `ended`: nothing more will come */
export function parseRawResponse(bytes: Buffer, ended: boolean): RawResponse | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd === -1) return undefined
  const [statusLine = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n')
  const [, status, statusText = ''] = /^HTTP\/1\.[01] (\d{3}) ?(.*)$/.exec(statusLine) ?? []
  if (status === undefined) return undefined
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  const header = (name: string): string | undefined => {
    const values = headers.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value)
    return values.length === 0 ? undefined : values.join(', ')
  }
  const body = bodyOf(bytes.subarray(headEnd + 4), Number(status), header, ended)
  if (body === undefined) return undefined
  return { status: Number(status), statusText, headers, body: body.toString('utf8'), header }
}

function bodyOf(
  rest: Buffer,
  status: number,
  header: (name: string) => string | undefined,
  ended: boolean,
): Buffer | undefined {
  if (status < 200 || status === 204 || status === 304) return Buffer.alloc(0)
  if (header('transfer-encoding')?.toLowerCase() === 'chunked') return dechunk(rest)
  const length = header('content-length')
  if (length === undefined) return ended ? rest : undefined
  return rest.length < Number(length) ? undefined : rest.subarray(0, Number(length))
}

/** @returns undefined until the last chunk has come */
function dechunk(bytes: Buffer): Buffer | undefined {
  const chunks: Buffer[] = []
  let position = 0
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', position)
    if (lineEnd === -1) return undefined
    const size = Number.parseInt(bytes.subarray(position, lineEnd).toString('latin1'), 16)
    const end = lineEnd + 2 + size
    if (Number.isNaN(size) || bytes.length < end + 2) return undefined
    if (size === 0) return Buffer.concat(chunks)
    chunks.push(bytes.subarray(lineEnd + 2, end))
    position = end + 2
  }
}
