// Packs every package as for the registry and has publint and attw look at the tarballs, two at a time.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './run-command.ts'

const members = ['--filter', './apps/*', '--filter', './packages/*']
const folder = await mkdtemp(join(tmpdir(), 'ccproxy-packages-'))
try {
  const packed = await runCommand(['pnpm', '-r', '--silent', ...members, 'pack', '--pack-destination', folder], 'keep')
  const tarballs = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  if (packed.exitCode !== 0 || tarballs.length === 0) throw new Error(`pnpm pack failed\n${packed.output}`)
  await checkAll(tarballs.toSorted())
} finally {
  await rm(folder, { recursive: true })
}

async function checkAll(tarballs: readonly string[]): Promise<void> {
  const waiting = [...tarballs]
  const workers = Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let tarball = waiting.shift(); tarball !== undefined; tarball = waiting.shift()) await check(tarball)
  })
  await Promise.all(workers)
}

async function check(tarball: string): Promise<void> {
  const path = join(folder, tarball)
  const complaints: string[] = []
  for (const command of [
    ['publint', 'run', path, '--strict'],
    ['attw', path, '--profile', 'esm-only', '--format', 'ascii'],
  ]) {
    const { exitCode, output } = await runCommand(command, 'keep')
    if (exitCode !== 0) complaints.push(output.trim())
  }
  if (complaints.length > 0) process.exitCode = 1
  console.log([`${tarball}: ${complaints.length === 0 ? 'ok' : 'refused'}`, ...complaints].join('\n'))
}
