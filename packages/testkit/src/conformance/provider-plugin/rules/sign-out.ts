import type { Finding, FlowRule } from '../rule.js'

export const signOut: FlowRule = {
  about: 'flow',
  id: 'sign-out',
  title: 'a sign-out removes the login, and revokes it where the flow says how',
  check: async (flow) => {
    await using login = await flow.login()
    const { running, storage, key } = login
    const { manager, flows } = running.runtime
    const isOAuth = (await storage.read(key))?.kind === 'oauth'
    const used = flows.find(({ id }) => id === flow.declared.id)
    const { revocation } = await manager.logout(key)
    const findings: Finding[] = []
    if ((await storage.read(key)) !== undefined) {
      findings.push({
        problem: 'after a sign-out the login is still stored',
        fix: 'let `logout` of the manager remove it, or extend StandardTokenManager',
      })
    }
    const canRevoke = used !== undefined && 'revokeUrl' in used && used.revokeUrl !== undefined
    if (isOAuth && canRevoke && flow.isOwn && revocation !== 'revoked') {
      findings.push({
        problem: `the flow has a \`revokeUrl\`, but at sign-out the revocation is "${revocation}", so that the token lives on`,
        fix: 'correct `revokeUrl`: it is the endpoint of RFC 7009',
      })
    }
    return findings
  },
}
