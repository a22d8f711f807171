import { fillWithAccounts } from '../growth/fill-with-accounts.ts'
import { writePlugins } from '../growth/write-plugins.ts'
import { startPortkey } from './portkey.ts'
import { startCCProxy } from './start-ccproxy.ts'
import { startNginx, startPipe } from './start-plain-servers.ts'
import type { Target } from './target.ts'

export type TargetName = 'upstream' | 'pipe' | 'nginx' | 'portkey' | 'ccproxy' | 'bare ccproxy' | GrowthTargetName
type GrowthTargetName = '1 account' | '10,000 accounts' | '1 provider' | '30 providers'

type Start = (upstreamPort: number) => Promise<Target>

const withAccounts =
  (count: number): Start =>
  (upstreamPort) =>
    startCCProxy({ upstreamPort, everythingOn: true, ...fillWithAccounts(count, upstreamPort) })

/** How each server is started, given the port of the upstream. */
export const targets: Readonly<Record<Exclude<TargetName, 'upstream'>, Start>> = {
  pipe: startPipe,
  nginx: startNginx,
  portkey: startPortkey,
  ccproxy: (upstreamPort) => startCCProxy({ upstreamPort, everythingOn: true }),
  'bare ccproxy': (upstreamPort) => startCCProxy({ upstreamPort, everythingOn: false }),
  '1 account': withAccounts(1),
  '10,000 accounts': withAccounts(10_000),
  '1 provider': (upstreamPort) => startCCProxy({ upstreamPort, everythingOn: true, providers: ['claude'] }),
  '30 providers': async (upstreamPort) => {
    const plugins = await writePlugins(29)
    const options = { upstreamPort, everythingOn: true, providers: ['claude'], plugins: plugins.paths }
    const target = await startCCProxy(options)
    const stop = async (): Promise<void> => {
      await target[Symbol.asyncDispose]()
      plugins[Symbol.dispose]()
    }
    return { ...target, [Symbol.asyncDispose]: stop }
  },
}
