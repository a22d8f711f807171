import type { CredentialKey, TokenManager } from '@ccproxy/core'
import { endGrant } from '../bench/end-grant.js'
import type { Finding, FlowRule } from '../rule.js'

export const endedLogin: FlowRule = {
  about: 'flow',
  id: 'ended-login',
  title: 'a login that the provider ended needs a sign-in, and its refresh token is not sent again',
  appliesTo: ({ kind }) => kind === 'authorization-code' || kind === 'device-code' || kind === 'custom',
  check: async (flow) => {
    const { preparation } = await flow.setup()
    if (!flow.isOwn && preparation.endLogin === undefined) return []
    await using login = await flow.login()
    const { running, storage, key } = login
    const stored = await storage.read(key)
    if (stored?.kind !== 'oauth' || stored.refreshToken === undefined) return []
    const { runtime, watched } = running
    if (preparation.endLogin === undefined) {
      const { sandbox } = await flow.plugin.servers()
      await endGrant(
        sandbox,
        runtime.flows.find(({ id }) => id === flow.declared.id),
        stored,
      )
    } else await preparation.endLogin()

    const before = watched.calls.length
    const findings: Finding[] = []
    if (await refreshes(runtime.manager, key)) {
      findings.push({
        problem: 'a refresh of an ended login says that it worked',
        fix: 'let the error of the token endpoint through',
      })
    }
    const sent = watched.calls.length - before
    if (sent > 1) {
      findings.push({
        problem: `the refresh token of an ended login was sent ${sent} times by one refresh`,
        fix: 'never repeat a refresh that was answered: the provider may take it for theft',
      })
    }
    const { state } = await runtime.manager.snapshot(key)
    if (state !== 'needs-login') {
      findings.push({
        problem: `after the provider ended the login its state is ${state}`,
        fix: 'let `invalid_grant` of the token endpoint be seen as that: `token.normalize` must keep it, `refreshCredential` must not replace the error',
      })
    }
    const afterwards = watched.calls.length
    await refreshes(runtime.manager, key)
    await refreshes(runtime.manager, key)
    if (watched.calls.length > afterwards) {
      findings.push({
        problem: 'the refresh token of an ended login is sent again by the next refresh',
        fix: 'leave refreshes to the base class, which remembers that the login has ended',
      })
    }
    return findings
  },
}

async function refreshes(manager: TokenManager, key: CredentialKey): Promise<boolean> {
  return manager.refresh(key).then(
    () => true,
    () => false,
  )
}
