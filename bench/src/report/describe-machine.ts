import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { cpus, release, totalmem, type } from 'node:os'
import { promisify } from 'node:util'
import { busyCores } from '../processes/busy-cores.ts'
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
  /** Cores that programs took right before the run; what is not ours takes time from what is measured. */
  readonly loadBefore: number
  readonly versions: Readonly<Record<string, string>>
}

const run = promisify(execFile)
/** A quiet machine is far below; at one, another program takes a whole core. */
const quietLoad = 0.25

/** What readers must know before they believe a figure; undefined: nothing. */
export function warningOf({ loadBefore, pinned: isPinned }: Machine): string | undefined {
  if (loadBefore > quietLoad)
    return `Other programs took ${loadBefore.toFixed(1)} cores when this run began: its figures say little, and a bar may be missed or reached by chance.`
  return isPinned ? undefined : 'Nothing was pinned to a core, so that proxy, provider and load disturbed each other.'
}

export async function describeMachine(): Promise<Machine> {
  const processors = cpus()
  const nginx = await versionOf('nginx')
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    pinned,
    loadBefore: await busyCores(),
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
