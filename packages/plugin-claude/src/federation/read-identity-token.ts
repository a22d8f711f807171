import { readFile, stat } from 'node:fs/promises'
import { CCProxyError } from '@ccproxy/core'
import type { FederationParameters } from './federation-parameters.js'

/** What the token endpoint takes. */
const longestToken = 16 * 1024

/**
 * Read anew at each exchange: whoever projects the file (Kubernetes, SPIFFE) replaces it while we run.
 * @throws CCPROXY_OAUTH_ASSERTION; nothing of the token is in it
 */
export async function readIdentityToken(
  { identityTokenFile, identityToken = '' }: Pick<FederationParameters, 'identityTokenFile' | 'identityToken'>,
  signal: AbortSignal,
): Promise<string> {
  if (identityTokenFile === undefined) return checked(identityToken, 'ANTHROPIC_IDENTITY_TOKEN')
  return checked(await readTokenFile(identityTokenFile, signal), identityTokenFile)
}

async function readTokenFile(path: string, signal: AbortSignal): Promise<string> {
  const found = await stat(path).catch((error: unknown) => fail(path, error))
  // A pipe would wait for a writer, and could not be read a second time.
  if (!found.isFile()) throw unusable(`${path} is not a file`, 'Name a file: it is read anew at each exchange.')
  if (found.size > 2 * longestToken) throw tooLong(path)
  return readFile(path, { encoding: 'utf8', signal }).catch((error: unknown) => fail(path, error))
}

function checked(text: string, where: string): string {
  const token = text.trim()
  if (token === '') throw unusable(`${where} is empty`, 'Let your identity provider write a token there.')
  if (token.length > longestToken) throw tooLong(where)
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token))
    throw unusable(
      `${where} does not hold a JWT`,
      'It must hold the bare token, three parts with dots between them, without quotes or JSON around it.',
    )
  return token
}

function fail(path: string, error: unknown): never {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (code === 'ENOENT')
    throw unusable(
      `there is no identity token at ${path}`,
      'Correct ANTHROPIC_IDENTITY_TOKEN_FILE (or plugins.claude.federation.identity_token_file), or start what writes it.',
    )
  throw unusable(`the identity token at ${path} cannot be read`, 'Make it readable for the user that runs CCProxy.')
}

function tooLong(where: string): CCProxyError {
  return unusable(
    `${where} holds more than 16 KiB, which no identity token may have`,
    'Check that it holds one token; let your identity provider put fewer claims into it.',
  )
}

function unusable(message: string, hint: string): CCProxyError {
  return new CCProxyError('CCPROXY_OAUTH_ASSERTION', message, { hint })
}
