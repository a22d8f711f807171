import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Running {
  readonly port: number
  stop(): void
}

/** With two cores, the proxy has the first to itself; upstream and load share the second. */
export const pinned: boolean = spawnSync('taskset', ['--version']).status === 0

function start(file: string, args: readonly string[], core: 0 | 1, env: NodeJS.ProcessEnv): ChildProcess {
  const options = {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'] as ['ignore', 'pipe', 'inherit', 'ipc'],
  }
  const child = fork(file, [...args], options)
  if (pinned && child.pid !== undefined) spawnSync('taskset', ['-a', '-p', '-c', String(core), String(child.pid)])
  return child
}

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** A program of this folder that sends its address when it listens. */
export async function startServer(name: string, args: readonly string[], core: 0 | 1): Promise<Running> {
  const child = start(pathOf(name), args, core, {})
  const [address]: unknown[] = await once(child, 'message')
  if (typeof address !== 'object' || address === null || !('port' in address))
    throw new Error(`${name} does not listen`)
  const port = Number(address.port)
  return { port, stop: () => child.kill('SIGKILL') }
}

/** The built program, with the Claude plugin pointed at the upstream. */
export async function startCCProxy(upstreamPort: number): Promise<Running> {
  const directory = mkdtempSync(join(tmpdir(), 'ccproxy-bench-'))
  const program = pathOf('../../apps/ccproxy/bin/ccproxy.js')
  const args = ['serve', '--port', '0', '--plugin', pathOf('../../packages/plugin-claude')]
  const child = start(program, args, 0, {
    CCPROXY_CONFIG_DIR: directory,
    XDG_STATE_HOME: directory,
    ANTHROPIC_API_KEY: 'sk-ant-fake-key-of-the-benchmark',
    PLUGINS__CLAUDE__BASE_URL: `http://127.0.0.1:${upstreamPort}`,
    LOGGING__LEVEL: 'warn',
  })
  const port = await new Promise<number>((resolve, reject) => {
    let printed = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(printed)
      if (found !== null) resolve(Number(found[1]))
    })
    child.once('exit', () => reject(new Error(`ccproxy did not start:\n${printed}`)))
  })
  return { port, stop: () => child.kill('SIGKILL') }
}
