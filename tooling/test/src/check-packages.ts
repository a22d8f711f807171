// Packs every package as for the registry and has publint and attw look at the tarballs, two at a time.
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { packPackages } from './pack-packages.ts'
import { runCommand } from './run-command.ts'

const folder = await mkdtemp(join(tmpdir(), 'ccproxy-packages-'))
try {
  await checkAll(await packPackages(folder))
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
  const complaints: string[] = []
  for (const command of [
    ['publint', 'run', tarball, '--strict'],
    ['attw', tarball, '--profile', 'esm-only', '--format', 'ascii'],
  ]) {
    const { exitCode, output } = await runCommand(command, 'keep')
    if (exitCode !== 0) complaints.push(output.trim())
  }
  if (complaints.length > 0) process.exitCode = 1
  console.log([`${basename(tarball)}: ${complaints.length === 0 ? 'ok' : 'refused'}`, ...complaints].join('\n'))
}
