// With two cores, the proxy has the first to itself; upstream and load share the second.
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

export type Core = 'proxy' | 'load'

const cores: Readonly<Record<Core, string>> = { proxy: '0', load: '1' }

/** False where there is no `taskset`, or no second core. */
export const pinned: boolean = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0

/** Puts this process where the load belongs. */
export function pinThisProcess(): void {
  if (pinned) spawnSync('taskset', ['-a', '-p', '-c', cores.load, String(process.pid)])
}

/** A command, started on one core: `taskset` becomes it, so that the process id is its own. */
export function pinnedCommand(core: Core, command: readonly [string, ...string[]]): readonly [string, ...string[]] {
  return pinned ? ['taskset', '-c', cores[core], ...command] : command
}
