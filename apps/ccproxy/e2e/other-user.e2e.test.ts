// Another user of this machine: what protects from them, and that a server without a key says that nothing does.
import { spawnSync } from 'node:child_process'
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { startRecordingUpstream } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { openWorkshop } from './support/workshop.js'

const asNobody =
  process.getuid?.() === 0
    ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
    : ['sudo', '-n', '-u', 'nobody']

interface Ran {
  readonly status: number | null
  readonly text: string
}

/** Runs a program as another user. undefined: this machine does not let us, which is an error in CI. */
function runAsNobody(...words: readonly string[]): Ran | undefined {
  const [command = '', ...args] = asNobody
  if (spawnSync(command, [...args, 'true']).status !== 0) {
    if (process.env['CI'] === 'true') throw new Error('this machine runs no program as another user (setpriv, sudo)')
    return undefined
  }
  const { status, stdout } = spawnSync(command, [...args, ...words], { encoding: 'utf8' })
  return { status, text: stdout }
}

function readAsNobody(file: string): Ran | undefined {
  return runAsNobody('cat', file)
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

it.skipIf(process.platform === 'win32')(
  'cannot plant a plugin: a folder that others can change ends the start',
  async () => {
    await using workshop = await openWorkshop()
    const plugins = join(workshop.directory, 'plugins')
    await mkdir(plugins, { recursive: true, mode: 0o700 })
    await chmod(dirname(workshop.directory), 0o755)
    await chmod(workshop.directory, 0o755)
    await chmod(plugins, 0o777)
    const planted = join(plugins, 'package.json')
    // The other user can write there indeed.
    runAsNobody('touch', planted)
    for (const args of [
      ['serve', '--port', '0'],
      ['plugins', 'list'],
      ['auth', 'status'],
    ]) {
      const program = workshop.run(args)
      expect(await program.ended()).toBe(1)
      expect(program.stderr).toContain('CCPROXY_CONFIG_UNTRUSTED')
      expect(program.stderr).toContain(`chmod go-w '${plugins}'`)
    }
    await chmod(plugins, 0o755)
    await chmod(workshop.directory, 0o777)
    const program = workshop.run(['auth', 'login', 'claude', '--flow', 'key'])
    program.type('sk-ant-fake-key-of-the-second-user-test\n')
    expect(await program.ended()).toBe(1)
    expect(program.stderr).toContain(`chmod go-w '${workshop.directory}'`)
  },
)

it.skipIf(process.platform === 'win32')('cannot reach an inspector, also after SIGUSR1', async () => {
  await using provider = await startRecordingUpstream()
  await using workshop = await openWorkshop()
  const served = await workshop.serve({ environment: { PLUGINS__CLAUDE__BASE_URL: provider.origin } })
  served.program.signal('SIGUSR1')
  expect((await served.ask('/health')).status).toBe(200)
  const listening = await readFile(`/proc/${served.program.process.pid}/net/tcp`, 'utf8').catch(() => '')
  // Port 9229 in the table of the kernel; state 0A: it listens.
  expect(listening).not.toMatch(/:240D [0-9A-F]+:0000 0A/)
  const probe = `require('node:net').connect(9229,'127.0.0.1').on('connect',()=>process.exit(0)).on('error',()=>process.exit(7))`
  const seen = runAsNobody(process.execPath, '-e', probe)
  if (seen === undefined) return console.warn('not tried here: reaching the inspector as another user')
  expect(seen.status).not.toBe(0)
})
