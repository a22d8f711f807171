// A start in bad surroundings: no current directory, a full disk behind the output, no file that may still be opened.
import { execFile } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openWorkshop, type RunOptions, type Workshop } from '../support/workshop.js'

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the program from a shell: `before` comes first, `after` stands behind its words. */
async function runInShell(
  workshop: Workshop,
  args: readonly string[],
  { before = '', after = '', ...options }: RunOptions & { readonly before?: string; readonly after?: string },
): Promise<Ended> {
  const { file, args: words, environment, workingDirectory } = workshop.command(args, options)
  const line = `${before} exec "$0" "$@" ${after}`
  const env = { ...process.env, ...environment }
  const { promise, resolve } = Promise.withResolvers<Ended>()
  execFile(
    'sh',
    ['-c', line, process.execPath, file, ...words],
    { env, cwd: workingDirectory, timeout: 30_000 },
    (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
  )
  return await promise
}

it('says that the current directory was removed', async () => {
  await using workshop = await openWorkshop()
  const lost = join(workshop.folder, 'lost')
  await mkdir(lost)
  const before = `cd '${lost}'; rmdir '${lost}';`
  const { code, stderr } = await runInShell(workshop, ['plugins', 'list'], { before })
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^error: the current directory was removed.*\nhint: .*cd ~.*\ncode: {2}CCPROXY_CLI_DIRECTORY\n$/,
  )
  await rm(lost, { recursive: true, force: true })
})

it.skipIf(process.platform !== 'linux').each([['plugins', 'list'], ['--help'], ['--version']])(
  'exits with 1 and one line when the output of %s cannot be written',
  async (...args) => {
    await using workshop = await openWorkshop()
    const plugins = args[0] === '--version' ? { plugins: [] } : {}
    const { code, stderr } = await runInShell(workshop, args, { after: '> /dev/full', ...plugins })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: the output could not be written: ENOSPC.*\n$/m)
  },
)

it.skipIf(process.platform !== 'linux')('names the limit of open files at each step of a start', async () => {
  await using workshop = await openWorkshop()
  const seen = new Set<string>()
  for (let limit = 21; limit <= 40; limit++) {
    const before = `ulimit -n ${limit};`
    const { code, stdout, stderr } = await runInShell(workshop, ['auth', 'status', '--json'], { before })
    // Below this, Node itself cannot start.
    if (stderr.includes('node:internal')) continue
    if (code === 0 || code === 3) {
      seen.add('enough')
      break
    }
    seen.add('too few')
    expect([limit, stdout + stderr]).toEqual([limit, expect.stringMatching(/EMFILE/)])
    expect(stdout + stderr).not.toMatch(/defect|CCPROXY_INTERNAL|no provider|needs.login/)
  }
  expect(seen).toContain('too few')
  expect(seen).toContain('enough')
})
