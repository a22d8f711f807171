import { describe, expect, it, vi } from 'vitest'
import { browserFlow, fakeSnapshot, fakeToken, keyFlow } from '../__fixtures__/fake-provider.js'
import { authorizeUrl, type FakeLogin, loginWorld } from '../__fixtures__/login-world.js'

/** A flow that shows the address and takes what is pasted. */
function pasting(pasted: string[] = []): FakeLogin {
  return async (key, flow, interaction) => {
    await interaction.showUrl(authorizeUrl, { openUrl: new URL('http://127.0.0.1:4000/start') })
    pasted.push(await interaction.prompt('Paste the address:'))
    return fakeSnapshot({ key, flow })
  }
}

/** A flow whose callback comes while nobody pastes. */
function callback(arrived: Promise<void>): FakeLogin {
  return async (key, flow, interaction) => {
    await interaction.showUrl(authorizeUrl)
    const answered = new AbortController()
    const prompt = interaction.prompt('Paste the address:', { signal: answered.signal }).catch(() => {})
    await arrived
    answered.abort()
    await prompt
    return fakeSnapshot({ key, flow })
  }
}

/** A flow that asks for a key. */
function asking(keys: string[] = []): FakeLogin {
  return async (key, flow, interaction) => {
    keys.push(await interaction.prompt('API key:', { secret: true }))
    return fakeSnapshot({ key, flow })
  }
}

/** A flow that only the person can end. */
const untilAborted: FakeLogin = async (_key, _flow, interaction) => {
  await interaction.showUrl(authorizeUrl)
  await interaction.prompt('Paste the address:')
  throw new Error('the prompt should have been cancelled')
}

describe('with a browser', () => {
  it('opens the local address, shows the real one, and says who is signed in', async () => {
    const { run, keyboard, opened, stdout, stderr } = await loginWorld({
      login: async (key, flow, interaction) => {
        await pasting()(key, flow, interaction)
        return fakeSnapshot({ key, flow, account: { email: 'me@acme.example', plan: 'Max\u001b[2J' } })
      },
    })
    keyboard.write('https://127.0.0.1/callback?code=fake-code-1\n')
    expect(await run('auth', 'login', 'acme')).toBe(0)
    expect(opened).toEqual(['http://127.0.0.1:4000/start'])
    expect(stderr()).toContain(authorizeUrl.href)
    expect(stdout()).toBe(
      '✓ Signed in to Acme as me@acme.example (Max)\n' +
        '  expires in 1 h, renewed by itself · kept in /home/me/.config/ccproxy/credentials/acme/default.json\n',
    )
    expect(stdout() + stderr()).not.toContain(fakeToken)
  })

  it('goes on without one that cannot be started', async () => {
    const { run, keyboard, stderr } = await loginWorld(
      { login: pasting() },
      {
        services: {
          launchBrowser: async () => {
            throw new Error('spawn xdg-open ENOENT')
          },
        },
      },
    )
    keyboard.write('pasted\n')
    expect(await run('auth', 'login', 'acme')).toBe(0)
    expect(stderr()).toContain('No browser could be started')
  })
})

describe('--no-browser', () => {
  it('prints the address alone on a line of stdout, everything else on stderr', async () => {
    const pasted: string[] = []
    const { run, keyboard, opened, stdout, stderr } = await loginWorld({ login: pasting(pasted) })
    keyboard.write('fake-code-1#fake-state-1\n')
    expect(await run('auth', 'login', 'acme', '--no-browser')).toBe(0)
    expect(stdout()).toBe(`${authorizeUrl.href}\n`)
    expect(stderr()).toContain('✓ Signed in to Acme')
    expect(pasted).toEqual(['fake-code-1#fake-state-1'])
    expect(opened).toEqual([])
  })

  it('waits for the callback after the end of input', async () => {
    const arrived = Promise.withResolvers<void>()
    const { run, keyboard, stdout } = await loginWorld({ login: callback(arrived.promise) })
    keyboard.end()
    const running = run('auth', 'login', 'acme', '--no-browser')
    await vi.waitFor(() => expect(stdout()).toContain(authorizeUrl.href))
    arrived.resolve()
    expect(await running).toBe(0)
  })

  it('takes line after line', async () => {
    const lines: string[] = []
    const { run, keyboard } = await loginWorld({
      login: async (key, flow, interaction) => {
        lines.push(await interaction.prompt('first'), await interaction.prompt('second'))
        return fakeSnapshot({ key, flow })
      },
    })
    keyboard.end('one\r\ntwo')
    expect(await run('auth', 'login', 'acme', '--no-browser')).toBe(0)
    expect(lines).toEqual(['one', 'two'])
  })

  it('gives the address and then the answer with --json', async () => {
    const { run, keyboard, stdout } = await loginWorld({ login: pasting() })
    keyboard.write('pasted\n')
    await run('auth', 'login', 'acme', '--no-browser', '--json')
    const [address, ...rest] = stdout().split('\n')
    expect(address).toBe(authorizeUrl.href)
    expect(JSON.parse(rest.join('\n'))).toMatchObject({ provider: 'acme', state: 'valid', changed: true })
  })
})

it('a notice stands above the question that waits', async () => {
  const { run, keyboard, stderr } = await loginWorld(
    {
      flows: [browserFlow],
      login: async (key, flow, interaction) => {
        const pasted = interaction.prompt('Paste the address:')
        await vi.waitFor(() => expect(stderr()).toContain('Paste the address:'))
        interaction.notify('An answer was ignored\u001b[2J;\nstill waiting.')
        await pasted
        return fakeSnapshot({ key, flow })
      },
    },
    { terminal: true },
  )
  const running = run('auth', 'login', 'acme')
  await vi.waitFor(() => expect(stderr()).toContain('still waiting.'))
  keyboard.write('pasted\r')
  expect(await running).toBe(0)
  const [before = '', after = ''] = stderr().split('An answer was ignored; still waiting.\n')
  expect(before.endsWith('\r\u001b[2K')).toBe(true)
  expect(after).toContain('Paste the address:')
})

describe('giving up', () => {
  it('at Ctrl-C nothing was changed', async () => {
    const { run, send, stderr, host, listening } = await loginWorld({ login: untilAborted })
    const running = run('auth', 'login', 'acme')
    await vi.waitFor(() => expect(stderr()).toContain('Paste the address:'))
    send('SIGINT')
    expect(await running).toBe(1)
    expect(stderr()).toContain('cancelled, nothing was changed\n')
    expect(stderr()).not.toContain('error:')
    expect(host).toMatchObject({ calls: ['stop'] })
    expect(listening()).toBe(0)
  })

  it('at Ctrl-C on a terminal, which sends a key and no signal', async () => {
    const { run, keyboard, stderr, plain } = await loginWorld(
      { flows: [browserFlow], login: untilAborted },
      { terminal: true },
    )
    const running = run('auth', 'login', 'acme')
    await vi.waitFor(() => expect(stderr()).toContain('Paste the address:'))
    keyboard.write('\u0003')
    expect(await running).toBe(1)
    expect(plain()).toContain('cancelled, nothing was changed')
  })

  it('at Ctrl-C while a key is typed, which is not shown', async () => {
    const typed = await loginWorld({ flows: [keyFlow], login: asking() }, { terminal: true })
    const running = typed.run('auth', 'login', 'acme')
    await vi.waitFor(() => expect(typed.stderr()).toContain('API key:'))
    typed.keyboard.write('fake-key-1')
    typed.keyboard.write('\u0003')
    expect(await running).toBe(1)
    expect(typed.plain()).toContain('cancelled, nothing was changed')
    expect(typed.plain()).not.toContain('fake-key')
  })

  it('takes a key from a pipe, and fails when there is none', async () => {
    const keys: string[] = []
    const piped = await loginWorld({ flows: [keyFlow], login: asking(keys) })
    piped.keyboard.end('fake-key-1\n')
    expect(await piped.run('auth', 'login', 'acme')).toBe(0)
    expect(keys).toEqual(['fake-key-1'])
    const empty = await loginWorld({ flows: [keyFlow], login: asking(keys) })
    empty.keyboard.end()
    expect(await empty.run('auth', 'login', 'acme')).toBe(1)
    expect(empty.stderr()).toContain('error: the input ended without an answer')
  })

  it('takes an empty answer, which a flow may understand', async () => {
    const keys: string[] = []
    const { run, keyboard, stderr } = await loginWorld({ flows: [keyFlow], login: asking(keys) }, { terminal: true })
    const running = run('auth', 'login', 'acme')
    await vi.waitFor(() => expect(stderr()).toContain('API key:'))
    keyboard.write('\r')
    expect(await running).toBe(0)
    expect(keys).toEqual([''])
  })
})
