// The hand-off to the command of the owner. What it prints is the token; its file says how long that lives.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '@ccproxy/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AntMachine, createAntMachine } from '../__fixtures__/ant-machine.js'
import { askAnt } from './ask-ant.js'
import { readAntProfile } from './read-ant-profile.js'

let machine: AntMachine
beforeEach(async () => {
  machine = await createAntMachine()
  await machine.writeProfile()
  await machine.writeCredentials({ expires_at: 1 })
})
afterEach(() => machine[Symbol.asyncDispose]())

async function ask(environment: Readonly<Record<string, string>> = {}) {
  const surroundings = {
    environment: { ...machine.environment, ...environment },
    baseUrl: 'https://api.anthropic.com',
  }
  const readAgain = () => readAntProfile(surroundings, {})
  const reading = await readAgain()
  if (reading === undefined) throw new Error('nobody is signed in')
  const signal = AbortSignal.timeout(5000)
  return askAnt({ environment: surroundings.environment, reading, clock: systemClock, signal, readAgain })
}

const writes = (fields: object): string =>
  `printf %s '${JSON.stringify({ type: 'oauth_token', ...fields })}' > "$ANTHROPIC_CONFIG_DIR/credentials/default.json"`

describe('ant', () => {
  it('prints the token, and its file says how long it lives', async () => {
    await machine.installAnt(`${writes({ access_token: 'fake-access-of-ant-2', expires_at: 4_000_000_000 })}
echo fake-access-of-ant-2`)
    expect(await ask()).toEqual({ accessToken: 'fake-access-of-ant-2', expiresAt: 4_000_000_000_000 })
  })

  it('is asked again soon where no file says so', async () => {
    await machine.installAnt('echo fake-access-of-ant-2')
    const { accessToken, expiresAt } = await ask()
    expect(accessToken).toBe('fake-access-of-ant-2')
    expect(expiresAt - Date.now()).toBeGreaterThan(50_000)
    expect(expiresAt - Date.now()).toBeLessThanOrEqual(60_000)
  })

  it('is told the profile, and nothing that would lead it elsewhere', async () => {
    await machine.installAnt(
      'env > "$ANTHROPIC_CONFIG_DIR/seen"; echo "$@" >> "$ANTHROPIC_CONFIG_DIR/seen"; echo token',
    )
    await ask({
      ANTHROPIC_API_KEY: 'fake-key',
      ANTHROPIC_AUTH_TOKEN: 'fake-token',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:8000/claude',
    })
    const seen = await readFile(join(machine.directory, 'seen'), 'utf8')
    expect(seen).toContain('auth print-credentials --access-token')
    expect(seen).toContain(`ANTHROPIC_CONFIG_DIR=${machine.directory}`)
    expect(seen).toContain('ANTHROPIC_PROFILE=default')
    expect(seen).not.toMatch(/ANTHROPIC_(API_KEY|AUTH_TOKEN|BASE_URL)/)
  })

  it.each([
    ['is not installed', undefined, /is not installed/, /Install the ant CLI.*ant auth login --profile default/],
    ['fails', 'echo fake-secret >&2; exit 3', /ended with code 3$/, /Install the ant CLI/],
    ['prints nothing', 'true', /printed nothing/, /ant auth login --profile default/],
    ['prints a page', 'echo "{ fake-secret }"; echo', /something else than one access token/, /update the ant CLI/],
    [
      'could not renew',
      'echo warning >&2; echo fake-access-of-ant-1',
      /could not renew the login of the profile default/,
      /^Sign in again with `ant auth login --profile default`\.$/,
    ],
  ])('that %s is an error with a way out, and without its words', async (_name, script, message, hint) => {
    if (script !== undefined) await machine.installAnt(script)
    const error: unknown = await ask().catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'CCPROXY_CREDENTIAL_LINK',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    })
    expect(JSON.stringify([String(error), error])).not.toContain('fake-')
  })

  it('that hangs is ended', async () => {
    await machine.installAnt(`echo $$ > "${join(machine.directory, 'pid')}"; exec sleep 60`)
    const reading = await readAntProfile({ environment: machine.environment, baseUrl: 'https://api.anthropic.com' }, {})
    if (reading === undefined) throw new Error('nobody is signed in')
    await writeFile(join(machine.directory, 'pid'), '')
    const asked = askAnt({
      environment: machine.environment,
      reading,
      clock: systemClock,
      signal: AbortSignal.timeout(500),
      readAgain: () => Promise.resolve(undefined),
    })
    await expect(asked).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_LINK' })
    const pid = Number(await readFile(join(machine.directory, 'pid'), 'utf8'))
    await expect.poll(() => isAlive(pid)).toBe(false)
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
