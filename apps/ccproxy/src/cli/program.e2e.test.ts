// The built program as a process: what no function can show.
import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readVersion } from '../version.js'

const program = fileURLToPath(new URL('../../bin/ccproxy.js', import.meta.url))
let directory = ''

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ccproxy-cli-'))
})

afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
})

interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

async function node(...args: readonly string[]): Promise<Outcome> {
  return await nodeWith({}, ...args)
}

async function nodeWith(more: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Outcome> {
  const own = { CCPROXY_CONFIG_DIR: directory, XDG_STATE_HOME: directory, HOME: directory }
  const env = { PATH: process.env['PATH'], ...own, ...more }
  return await new Promise((resolve) => {
    execFile(process.execPath, args, { env, cwd: directory }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

/** As a Node of that version would start it. */
async function startedBy(version: string): Promise<Outcome> {
  const fake = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`
  return await node('--import', `data:text/javascript,${encodeURIComponent(fake)}`, program, '--version')
}

describe('the program', () => {
  it('prints its version', async () => {
    expect(await node(program, '--version')).toEqual({ code: 0, stdout: `${readVersion()}\n`, stderr: '' })
  })

  it('loads nothing heavy for that', async () => {
    const probe = `
      import { registerHooks } from 'node:module'
      const seen = []
      registerHooks({ load(url, context, next) { seen.push(url); return next(url, context) } })
      process.on('exit', () => console.error(seen.filter((url) => url.includes('node_modules') || url.includes('/host/')).join()))`
    const probed = await node('--import', `data:text/javascript,${encodeURIComponent(probe)}`, program, '--version')
    expect(probed).toEqual({ code: 0, stdout: `${readVersion()}\n`, stderr: '\n' })
  })

  it('prints its help', async () => {
    const { code, stdout, stderr } = await node(program, '--help')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/serve +Run the proxy/)
  })

  it('refuses an unknown command', async () => {
    const { code, stdout, stderr } = await node(program, 'servo')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Did you mean serve?')
  })

  it('serves nothing without a provider', async () => {
    const { code, stderr } = await node(program, 'serve', '--port', '0')
    expect(code).toBe(1)
    expect(stderr).toContain('npm i @ccproxy/plugin-claude')
  })
})

describe('the version of Node', () => {
  it.each(['4.9.1', '20.20.2', '22.17.1'])('%s is too old, and is named', async (version) => {
    const { code, stdout, stderr } = await startedBy(version)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      /^error: ccproxy needs Node\.js 22\.18 or newer; this is .*\nhint: {2}Install a current version/,
    )
    expect(stderr).toContain(`this is ${version} (`)
  })

  it.each(['22.18.0', '24.0.0', '100.1.0'])('%s will do', async (version) => {
    expect(await startedBy(version)).toMatchObject({ code: 0, stderr: '' })
  })
})

async function cacheWorld(): Promise<{ readonly caches: string; readonly folder: string }> {
  const caches = await mkdtemp(join(directory, 'caches-'))
  return { caches, folder: join(caches, 'ccproxy', 'compiled') }
}

describe('compiled code', () => {
  const helped = expect.objectContaining({ code: 0, stderr: '' })

  it('is kept in a folder of the user alone, and used', async () => {
    const { caches, folder } = await cacheWorld()
    for (let times = 0; times < 2; times++)
      expect(await nodeWith({ XDG_CACHE_HOME: caches }, program, '--help')).toEqual(helped)
    expect(await readdir(folder)).toHaveLength(1)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
  })

  it('is not kept where others could change it', async () => {
    const { caches, folder } = await cacheWorld()
    await mkdir(folder, { recursive: true })
    await chmod(folder, 0o777)
    expect(await nodeWith({ XDG_CACHE_HOME: caches }, program, '--help')).toEqual(helped)
    expect(await readdir(folder)).toEqual([])
  })

  it('is not kept, without a word, where it cannot be', async () => {
    expect(await nodeWith({ XDG_CACHE_HOME: program }, program, '--help')).toEqual(helped)
  })

  it('is not kept when the user says so, or for the version', async () => {
    const { caches } = await cacheWorld()
    const own = { XDG_CACHE_HOME: caches }
    expect(await nodeWith({ ...own, NODE_DISABLE_COMPILE_CACHE: '1' }, program, '--help')).toEqual(helped)
    expect(await nodeWith(own, program, '--version')).toEqual(helped)
    expect(await readdir(caches)).toEqual([])
  })
})
