import { setTimeout as sleep } from 'node:timers/promises'
import { providerNames, type Soak } from '../soak.ts'

/** For a login whose refresh just failed: its back-off has to end. */
const patienceMs = 60_000

const signedIn: ReadonlySet<string> = new Set(['valid', 'expiring', 'expired'])

/** Everybody is still signed in and gets an answer, now that nothing goes wrong any more. */
export async function checkLogins({ accounts, server, load, served, problems }: Soak): Promise<void> {
  const deadline = performance.now() + patienceMs
  await Promise.all(
    server.logins.map(async ({ provider, account, name }) => {
      while (!(await load.ask({ account, provider }))) {
        if (performance.now() > deadline) return problems.add('lost login', name)
        await sleep(1000)
      }
    }),
  )
  for (const { name, isRevoked } of server.logins)
    if (isRevoked) problems.add('refresh token that was sent twice', name)
  const shown = await served.logins()
  for (const { provider, account, state } of shown)
    if (!signedIn.has(state)) problems.add('lost login', `${provider}/${account} is shown as ${state}`)
  const expected = accounts.length * providerNames.length
  if (shown.length !== expected) problems.add('lost login', `${shown.length} of ${expected} are shown`)
}
