// A login at the sandbox that several processes share.
import { join } from 'node:path'
import { type Sandbox, type SandboxOptions, startSandbox } from '@ccproxy/sandbox'
import { createTemporaryDirectory } from '../environment/create-temporary-directory.js'
import { createScriptedInteraction } from '../sign-in/create-scripted-interaction.js'
import { createMember, key, type MemberOptions, ShiftedClock } from './__fixtures__/provider.js'
import { startTokenFront } from './token-front.js'

export interface SharedLogin {
  readonly sandbox: Sandbox
  /** Token requests that arrived at the authorization server. */
  readonly arrived: () => number
  readonly options: MemberOptions
  readonly clock: ShiftedClock
  /** Signs in (again) at the time of `clock`. */
  signIn(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** @param handshakeMs what each TLS handshake with the token endpoint takes */
export async function startSharedLogin(
  sandboxOptions: SandboxOptions = {},
  handshakeMs: number = 0,
): Promise<SharedLogin> {
  const sandbox = await startSandbox(sandboxOptions)
  const front = await startTokenFront(sandbox.endpoints.token, handshakeMs)
  const root = await createTemporaryDirectory()
  const clock = new ShiftedClock()
  const { endpoints, clients, origin } = sandbox
  const options: MemberOptions = {
    directory: join(root.path, 'config'),
    stateDirectory: join(root.path, 'state'),
    origin,
    tokenUrl: front.url,
    authorizeUrl: endpoints.authorize,
    revokeUrl: endpoints.revocation,
    clientId: clients.public.clientId,
  }
  const signIn = async (): Promise<void> => {
    const { manager } = await createMember(options, clock)
    await manager.login(key, 'browser', createScriptedInteraction())
    await manager.stop()
  }
  await signIn()
  return {
    sandbox,
    arrived: front.arrived,
    options,
    clock,
    signIn,
    [Symbol.asyncDispose]: async () => {
      await front.close()
      await sandbox.close()
      await root.remove()
    },
  }
}
