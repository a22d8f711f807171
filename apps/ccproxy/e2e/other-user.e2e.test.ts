// Another user of this machine: what protects from them, and that a server without a key says that nothing does.
import { spawnSync } from 'node:child_process'
import { chmod, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { startRecordingUpstream } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { openWorkshop } from './support/workshop.js'

const asNobody =
  process.getuid?.() === 0
    ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
    : ['sudo', '-n', '-u', 'nobody']

/** What another user gets to see of the file. undefined: this machine lets us be nobody else. */
function readAsNobody(file: string): { readonly status: number | null; readonly text: string } | undefined {
  const [command = '', ...args] = asNobody
  if (spawnSync(command, [...args, 'true']).status !== 0) return undefined
  const { status, stdout } = spawnSync(command, [...args, 'cat', file], { encoding: 'utf8' })
  return { status, text: stdout }
}

it('cannot read the key that was made for the server', async () => {
  await using provider = await startRecordingUpstream()
  await using workshop = await openWorkshop()
  const environment = {
    SECURITY__AUTH_TOKEN: 'auto',
    PLUGINS__CLAUDE__BASE_URL: provider.origin,
    ANTHROPIC_API_KEY: 'fake-api-key-for-tests-only',
  }
  const { program, origin } = await workshop.serve({ environment })
  const key = join(workshop.directory, 'client-key')
  expect(((await stat(key)).mode & 0o777).toString(8)).toBe('600')
  expect(((await stat(workshop.directory)).mode & 0o777).toString(8)).toBe('700')
  expect((await fetch(`${origin}/claude/v1/models`)).status).toBe(401)
  expect(program.stderr).not.toContain('other users of this machine')

  // The bits of the file alone are tried: the directories that hide it as well are opened.
  const open = join(workshop.directory, 'open')
  await writeFile(open, 'for everyone', { mode: 0o644 })
  for (const directory of [workshop.directory, dirname(workshop.directory)]) await chmod(directory, 0o755)
  const control = readAsNobody(open)
  if (control === undefined) return console.warn('not tried here: reading the key as another user')
  expect(control).toEqual({ status: 0, text: 'for everyone' })
  expect(readAsNobody(key)).toEqual({ status: 1, text: '' })
})

it('is named once where no key is asked for', async () => {
  await using provider = await startRecordingUpstream()
  await using workshop = await openWorkshop()
  const served = await workshop.serve({ environment: { PLUGINS__CLAUDE__BASE_URL: provider.origin } })
  await Promise.all(Array.from({ length: 5 }, () => fetch(`${served.origin}/health`)))
  expect(await served.stop()).toBe(0)
  const { stdout, stderr } = served.program
  expect((stdout + stderr).match(/other users of this machine/g)).toHaveLength(1)
})
