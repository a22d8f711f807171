import { FlowNotReadyError } from '../finding-error.js'
import type { SignedIn } from '../flow-under-test.js'
import { reasonOf } from '../reason-of.js'
import type { Finding, FlowRule } from '../rule.js'

export const signIn: FlowRule = {
  about: 'flow',
  id: 'sign-in',
  title: 'signs in, and the login can be used',
  check: async (flow) => {
    const { id } = flow.declared
    let login: SignedIn
    try {
      login = await flow.signIn()
    } catch (error) {
      if (error instanceof FlowNotReadyError) throw error
      return [
        {
          problem: `the sign-in by \`${id}\` failed: ${reasonOf(error)}`,
          fix: 'compare what the flow sends with what the authorization server of the suite expects (RFC 6749, 7636, 8628)',
        },
      ]
    }
    await using signedIn = login
    const { storage, key, running } = signedIn
    const findings: Finding[] = []
    const stored = await storage.read(key)
    if (stored === undefined) {
      findings.push({
        problem: `the sign-in by \`${id}\` ended well, but nothing was stored for ${key.provider}/${key.account}`,
        fix: 'let `login` of the manager store what the flow brings, or extend StandardTokenManager',
      })
    } else if (stored.flow !== id) {
      findings.push({
        problem: `what the sign-in by \`${id}\` stored says that \`${stored.flow}\` made it, so that it is renewed by the wrong flow`,
        fix: 'put the id of the flow into the credential',
      })
    }
    if (stored === undefined) return findings
    // A link may hold no token before somebody wants one.
    const { state } = await running.runtime.manager.acquire(key)
    if (state !== 'valid' && state !== 'expiring') {
      findings.push({
        problem: `after the sign-in by \`${id}\` the login is in state ${state}`,
        fix: 'check the times of the credential: they are epoch milliseconds',
      })
    }
    return findings
  },
}
