// The other tools of this machine: each holds something that it made with the sandbox before anybody asked.
import type { Provider } from 'oidc-provider'
import * as v from 'valibot'
import { sandboxClients } from '../authorization/clients.js'
import type { StateStore } from '../authorization/state-store.js'
import type { IdentityTokens } from './identity-tokens.js'
import { issueLogin } from './issue-login.js'
import { readOwnerFile, sandboxOwnerFiles, writeOwnerFile } from './owner-files.js'

const heldSchema = v.pipe(v.string(), v.parseJson(), v.object({ refresh_token: v.string() }))

export interface Owners {
  /** Renews the linked login, as its owner would. @returns the access token */
  renewLinked(): Promise<string>
  renewIdentity(): Promise<void>
}

export interface OwnersOptions {
  readonly provider: Provider
  readonly store: StateStore
  readonly identities: IdentityTokens
  readonly directory: string
}

/** Makes what is missing, or what this sandbox does not know. */
export async function openOwners({ provider, store, identities, directory }: OwnersOptions): Promise<Owners> {
  const files = sandboxOwnerFiles(directory)
  const { public: linked, lasting } = sandboxClients

  async function renewLinked(): Promise<string> {
    const login = await issueLogin(provider, linked.clientId, heldToken(files.linked))
    store.flush()
    const held = {
      access_token: login.accessToken,
      refresh_token: login.refreshToken,
      expires_at: new Date(Date.now() + login.expiresIn * 1000).toISOString(),
    }
    writeOwnerFile(files.linked, JSON.stringify(held))
    return login.accessToken
  }
  async function signInLasting(): Promise<void> {
    const { refreshToken } = await issueLogin(provider, lasting.clientId)
    store.flush()
    writeOwnerFile(files.lasting, JSON.stringify({ client_id: lasting.clientId, refresh_token: refreshToken }))
  }
  const renewIdentity = async (): Promise<void> => writeOwnerFile(files.identity, await identities.issue())

  if (!(await isLiving(provider, heldToken(files.linked)))) await renewLinked()
  if (!(await isLiving(provider, heldToken(files.lasting)))) await signInLasting()
  await renewIdentity()
  return { renewLinked, renewIdentity }
}

/** The refresh token in the file; undefined when there is none. */
function heldToken(file: string): string | undefined {
  const held = v.safeParse(heldSchema, readOwnerFile(file))
  return held.success ? held.output.refresh_token : undefined
}

async function isLiving(provider: Provider, refreshToken = ''): Promise<boolean> {
  const token = await provider.RefreshToken.find(refreshToken)
  return token !== undefined && !token.isExpired && token.consumed === undefined
}
