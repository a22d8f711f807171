// A login at the sandbox that several processes share.
import { join } from 'node:path'
import { type Sandbox, type SandboxOptions, startSandbox } from '@ccproxy/sandbox'
import { createTemporaryDirectory } from '../environment/create-temporary-directory.js'
import { createScriptedInteraction } from '../sign-in/create-scripted-interaction.js'
import { createMember, key, type MemberOptions, ShiftedClock } from './__fixtures__/provider.js'

export interface SharedLogin {
  readonly sandbox: Sandbox
  readonly options: MemberOptions
  readonly clock: ShiftedClock
  /** Signs in (again) at the time of `clock`. */
  signIn(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export async function startSharedLogin(sandboxOptions: SandboxOptions = {}): Promise<SharedLogin> {
  const sandbox = await startSandbox(sandboxOptions)
  const root = await createTemporaryDirectory()
  const clock = new ShiftedClock()
  const { endpoints, clients, origin } = sandbox
  const options: MemberOptions = {
    directory: join(root.path, 'config'),
    stateDirectory: join(root.path, 'state'),
    origin,
    tokenUrl: endpoints.token,
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
    options,
    clock,
    signIn,
    [Symbol.asyncDispose]: async () => {
      await sandbox.close()
      await root.remove()
    },
  }
}
