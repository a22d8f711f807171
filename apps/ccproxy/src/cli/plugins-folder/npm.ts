// The user's own npm, in the folder that holds their plugins.
import { CCProxyError } from '@ccproxy/core/errors'
import { printable } from '../../logging/printable.js'
import type { CliServices } from '../cli-context.js'

export interface Npm {
  /**
   * @param hint what to do when it fails, if npm has nothing to put back
   * @returns what it printed on stdout. @throws CCPROXY_PLUGIN_INSTALL with npm's own reason
   */
  run(what: string, args: readonly string[], hint?: string): Promise<string>
  /** The same, whatever was interrupted. */
  restore(what: string, args: readonly string[]): Promise<string>
}

const restoreTimeoutMs = 60_000

/** Nothing of a package runs, and nothing is asked or told beside what is wanted. */
const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']

export function npmIn(folder: string, { runNpm }: Pick<CliServices, 'runNpm'>, signal: AbortSignal): Npm {
  async function run(what: string, args: readonly string[], until: AbortSignal, hint?: string): Promise<string> {
    const { code, stdout, stderr } = await runNpm([...args, '--prefix', folder, ...quiet], { folder, signal: until })
    if (code === 0) return stdout
    if (code === undefined)
      throw new CCProxyError('CCPROXY_PLUGIN_INSTALL', `${what}: npm was not found`, {
        hint: 'Install npm (it comes with Node.js) and see that it is on PATH.',
      })
    const options = hint === undefined ? {} : { hint }
    throw new CCProxyError('CCPROXY_PLUGIN_INSTALL', `${what}: ${reasonOf(stderr)}`, options)
  }

  return {
    run: async (what, args, hint) => run(what, args, signal, hint),
    restore: async (what, args) => run(what, args, AbortSignal.timeout(restoreTimeoutMs)),
  }
}

/** The first line that says something; npm repeats itself and ends with the path of its log. */
function reasonOf(stderr: string): string {
  if (stderr.includes('integrity checksum failed')) return 'the tarball is not the one that the registry vouches for'
  const lines = stderr.split('\n').map((line) => printable(line.replace(/^npm (?:error|ERR!)\s*/, '').trim()))
  const told = lines.find((line) => line !== '' && !/^(?:code\s|A complete log|errno\s|syscall\s)/.test(line))
  return told ?? 'npm failed without a word'
}
