// The gateway that CCProxy is compared with, from npm, in one pinned version.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { startProcess } from '../processes/start-process.ts'
import { Unavailable } from '../row.ts'
import { freePort } from './free-port.ts'
import { listens } from './listens.ts'
import { fakeKey, type Target } from './target.ts'

const packageName = '@portkey-ai/gateway'
export const portkeyVersion = '1.15.2'

const run = promisify(execFile)
const installLimitMs = 180_000

/** Calls the Anthropic API at a host of our choice. @throws Unavailable when npm cannot install it */
export async function startPortkey(upstreamPort: number): Promise<Target> {
  const folder = await install()
  const port = await freePort()
  const program = join(folder, 'node_modules', packageName, 'build/start-server.js')
  const environment = { ...process.env, NODE_ENV: 'production', TRUSTED_CUSTOM_HOSTS: '127.0.0.1' }
  const command = [process.execPath, program, `--port=${port}`, '--headless'] as const
  const started = startProcess(command, { core: 'proxy', environment })
  await listens(port, started)
  const headers = {
    'x-portkey-provider': 'anthropic',
    'x-portkey-custom-host': `http://127.0.0.1:${upstreamPort}/v1`,
  }
  return { ...started, port, key: fakeKey, headers, prefix: () => '' }
}

/**
 * Installs it into a cache outside of the repository, unless it is there: `$CCPROXY_BENCH_CACHE`, else `ccproxy-bench` in
 * the cache folder of the person. It is no dependency, because nobody but the bench needs its 25 MB. No script of a
 * package runs.
 */
async function install(): Promise<string> {
  const { CCPROXY_BENCH_CACHE: own, XDG_CACHE_HOME: caches } = process.env
  const cache = own ?? join(caches ?? join(homedir(), '.cache'), 'ccproxy-bench')
  const folder = join(cache, `${packageName.replace('/', '+')}@${portkeyVersion}`)
  if ((await stat(folder).catch(() => undefined)) !== undefined) return folder
  const what = `${packageName}@${portkeyVersion}`
  console.error(`Installing ${what} …`)
  await mkdir(dirname(folder), { recursive: true })
  const unfinished = await mkdtemp(`${folder}-`)
  try {
    await writeFile(join(unfinished, 'package.json'), '{ "private": true }\n')
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=1']
    await run('npm', ['install', ...flags, what], { cwd: unfinished, timeout: installLimitMs })
    await rename(unfinished, folder)
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[1] ?? error.message) : String(error)
    throw new Unavailable(`npm could not install ${what}: ${reason}`)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return folder
}
