// Real handshakes with certificates that openssl makes. Each wrong certificate gets words and advice of its own.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { failureReason } from '@ccproxy/core'
import { requireTool } from '@ccproxy/vitest-support/require-tool'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const openssl = requireTool('openssl')
const run = promisify(execFile)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccproxy-certificates-'))
  if (openssl.missing) return
  await makeAuthority('root')
  await makeAuthority('between', 'root')
})
afterAll(() => rm(folder, { recursive: true }))

const at = (name: string): string => join(folder, name)

async function ssl(...args: readonly string[]): Promise<void> {
  await run(openssl.path, [...args])
}

async function makeKey(name: string): Promise<void> {
  await ssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', at(`${name}.key`))
  await ssl('req', '-new', '-key', at(`${name}.key`), '-subj', `/CN=${name}`, '-out', at(`${name}.csr`))
}

async function sign(name: string, issuer: string, extensions: string, dates: readonly string[]): Promise<void> {
  await writeFile(at(`${name}.ext`), extensions)
  const by = issuer === name ? ['-key', at(`${name}.key`)] : ['-CA', at(`${issuer}.pem`), '-CAkey', at(`${issuer}.key`)]
  const files = ['-in', at(`${name}.csr`), '-out', at(`${name}.pem`), '-extfile', at(`${name}.ext`)]
  await ssl('x509', '-req', ...files, ...by, '-set_serial', '1', ...dates)
}

async function makeAuthority(name: string, issuer = name): Promise<void> {
  await makeKey(name)
  await sign(name, issuer, 'basicConstraints=critical,CA:TRUE', ['-days', '30'])
}

interface Leaf {
  readonly issuer?: string
  readonly domain?: string
  readonly dates?: readonly string[]
}

/** @returns what a client that trusts the root says about a server with this certificate */
async function reasonFor(name: string, { issuer = 'root', domain = 'localhost', dates = ['-days', '1'] }: Leaf) {
  await makeKey(name)
  await sign(name, issuer === 'self' ? name : issuer, `subjectAltName=DNS:${domain}`, dates)
  const server = createServer({ key: await readFile(at(`${name}.key`)), cert: await readFile(at(`${name}.pem`)) })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const options = { host: '127.0.0.1', port, servername: 'localhost', ca: await readFile(at('root.pem')), agent: false }
  try {
    const [error] = await once(request(options).end(), 'error')
    return failureReason(new TypeError('fetch failed', { cause: error }))
  } finally {
    server.close()
  }
}

describe.skipIf(openssl.missing)('the reason of a failed handshake', () => {
  it.each<[string, Leaf, string, RegExp]>([
    ['expired', { dates: ['-days', '-1'] }, 'its certificate has expired (CERT_HAS_EXPIRED)', /clock/],
    ['for-another-host', { domain: 'other.example' }, 'its certificate is for another host name', /captive portal/],
    ['self-signed', { issuer: 'self' }, 'its certificate is self-signed', /--use-system-ca/],
    ['without-intermediate', { issuer: 'between' }, 'it sends no intermediate certificate', /NODE_EXTRA_CA_CERTS/],
  ])('names a certificate that is %s', async (name, leaf, text, hint) => {
    expect(await reasonFor(name, leaf)).toEqual({
      text: expect.stringContaining(text),
      hint: expect.stringMatching(hint),
    })
  })
})
