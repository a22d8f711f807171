import type { Random } from '../../soak/random.ts'

const usual = [
  'Accept: */*',
  'Accept-Encoding: gzip, br',
  'User-Agent: fuzz',
  'anthropic-version: 2023-06-01',
  'anthropic-beta: a,b',
  'x-api-key: fake',
  'x-goog-api-key: fake',
  'Authorization: Bearer fake',
  'Connection: keep-alive',
  'x-stainless-retry-count: 0',
] as const

const odd = [
  'Connection: close',
  'Connection: Upgrade\r\nUpgrade: websocket',
  'Connection: authorization, x-fuzz, content-type, content-length',
  'Expect: 100-continue',
  'Expect: 100-continue',
  'Expect: wonders',
  'Origin: http://evil.example',
  'Sec-Fetch-Mode: navigate',
  'x-ccproxy-account: work',
  'x-ccproxy-account: A/B',
  'x-ccproxy-account: \xff\xfe',
  'x-ccproxy-request-id: mine',
  'Host: evil.example',
  'X: a\rb',
  'X: a\0b',
  'X : a',
  'X: a\r\n folded',
  ': nameless',
  'X\xe9: y',
  'nonsense',
  'Trailer: x',
  'TE: trailers',
  'Cookie: a=b',
  'If-None-Match: "x"',
  'Range: bytes=0-1',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: identity',
  'Content-Length: 3',
  'Content-Length: 99999999999999999999',
  'Content-Length: -1',
  `X-Long: ${'x'.repeat(20_000)}`,
  `X-Longer: ${'x'.repeat(70_000)}`,
  `X-Longest: ${'x'.repeat(140_000)}`,
  'X-Many: y\r\n'.repeat(900).trimEnd(),
  'X-Many: y\r\n'.repeat(1200).trimEnd(),
] as const

/** @param id told to the provider, which misbehaves by it */
export function makeHeaders(random: Random, port: number, id: number): readonly string[] {
  const lines: string[] = random.chance(0.99) ? [`Host: 127.0.0.1:${port}`] : []
  lines.push(`x-fuzz: ${id}`)
  for (const line of usual) if (random.chance(0.2)) lines.push(line)
  while (random.chance(0.06)) lines.push(random.pick(odd))
  return lines
}
