// Logins that other tools of this machine hold.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type LinkedFlow, type LinkedReading, runOwnerCommand } from '@ccproxy/core'
import { sandboxOwnerCommand } from '@ccproxy/sandbox'
import * as v from 'valibot'
import { lastingLogin, linkedLogin } from '../schemas.js'
import type { SandboxServer } from './sandbox-server.js'

export interface LinkOptions {
  readonly file: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** The owner's refresh token rotates, so that it alone may spend it: it is asked by its own command. */
export function linkFlow({ endpoints }: SandboxServer, { file, environment }: LinkOptions): LinkedFlow {
  const command = sandboxOwnerCommand(endpoints.issuer)
  return {
    kind: 'linked',
    id: 'link',
    label: "Another tool's login, renewed by that tool",
    renewal: 'hand-off',
    read: () => readLinkedLogin(file),
    renew: async (_reading, { signal, clock }) => {
      const hint = `The sandbox has to listen on ${endpoints.issuer}.`
      const accessToken = await runOwnerCommand({ ...command, environment, hint, signal })
      const { expiresAt = clock.now() } = (await readLinkedLogin(file)) ?? {}
      return { accessToken, expiresAt }
    },
  }
}

async function readLinkedLogin(file: string): Promise<LinkedReading | undefined> {
  const held = await readHeld(file, linkedLogin)
  if (held === undefined) return undefined
  const { access_token: accessToken, expires_at: expiresAt } = held.login
  return { fingerprint: held.fingerprint, where: file, accessToken, expiresAt: Date.parse(expiresAt) }
}

/** This refresh token does not rotate: it is redeemed by us, and what it brings stays with us. */
export function mintFlow({ endpoints }: SandboxServer, file: string): LinkedFlow {
  return {
    kind: 'linked',
    id: 'mint',
    label: "Another tool's login, whose refresh token lasts",
    renewal: 'mint',
    read: async () => {
      const held = await readHeld(file, lastingLogin)
      if (held === undefined) return undefined
      const { client_id: clientId, refresh_token: refreshToken } = held.login
      return { fingerprint: held.fingerprint, where: file, refreshToken, extra: { client_id: clientId } }
    },
    renew: async ({ refreshToken = '', extra = {} }, { requestToken, clock }) => {
      const grant = { grant_type: 'refresh_token', refresh_token: refreshToken, ...extra }
      const { accessToken, expiresAt = clock.now() } = await requestToken({ url: endpoints.token }, grant)
      return { accessToken, expiresAt }
    },
  }
}

interface Held<Login> {
  readonly login: Login
  readonly fingerprint: string
}

/** @returns undefined when there is no file. @throws when it cannot be read this moment */
async function readHeld<Schema extends v.GenericSchema>(
  file: string,
  schema: Schema,
): Promise<Held<v.InferOutput<Schema>> | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const fingerprint = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return { login: v.parse(v.pipe(v.string(), v.parseJson(), schema), text), fingerprint }
}
