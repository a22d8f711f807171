import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { promisify } from 'node:util'
import { pinned } from '../processes/pinning.ts'
import { portkeyVersion } from '../targets/portkey.ts'
import { versionOf } from '../targets/version-of.ts'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGigabytes: number
  readonly system: string
  /** Each process on its core. */
  readonly pinned: boolean
  /** Processes that wanted a core in the minute before the run; what is not ours takes time from what is measured. */
  readonly loadBefore: number
  readonly versions: Readonly<Record<string, string>>
}

const run = promisify(execFile)

export async function describeMachine(): Promise<Machine> {
  const processors = cpus()
  const nginx = await versionOf('nginx')
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    pinned,
    loadBefore: loadavg()[0] ?? Number.NaN,
    versions: {
      node: process.version,
      ccproxy: await ownVersion(),
      '@portkey-ai/gateway': portkeyVersion,
      ...(nginx !== undefined && { nginx: nginx.replace(/^.*nginx\//, '') }),
    },
  }
}

async function ownVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(new URL('../../../apps/ccproxy/package.json', import.meta.url), 'utf8'),
  )
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
  const commit = await run('git', ['rev-parse', '--short', 'HEAD'], { cwd: import.meta.dirname }).catch(() => undefined)
  return commit === undefined ? version : `${version} (${commit.stdout.trim()})`
}
