// A place to run the built program in: directories of its own, everything logged, everything that it prints kept and,
// at the end, scanned for the secrets of the test.
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assertNoSecrets, createTemporaryDirectory, type Program, startProgram } from '@ccproxy/testkit'
import type { LoginServer } from './login-server.js'

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const bin = pathOf('../../bin/ccproxy.js')
const packages = pathOf('../../../../packages')

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Plugins to load: first-party ones by folder name, others by absolute path; default plugin-claude. */
  readonly plugins?: readonly string[]
  readonly workingDirectory?: string
  /** The program to start; default the one that was built here. */
  readonly program?: string
}

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  /** Added to the environment of this process; undefined removes. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingDirectory: string
}

export interface Workshop {
  /** The configuration directory. */
  readonly directory: string
  readonly stateDirectory: string
  /** An empty folder. */
  readonly folder: string
  /** Of every program that is run here; may be added to. */
  readonly environment: Record<string, string>
  /** Must appear in no output of any program, nor in anything captured. Keys of environments are added by themselves. */
  readonly secrets: Set<string>
  /** Asked at the end for more of them. */
  readonly secretSources: Set<() => readonly string[]>
  /** Hands something that is no output (an answer, a file) to the scan at the end. */
  capture(name: string, text: string): void
  /** What `run` starts, for a test that starts it by other means. */
  command(args: readonly string[], options?: RunOptions): Command
  /** `ccproxy …args` */
  run(args: readonly string[], options?: RunOptions): Program
  /** `ccproxy serve` on a free port; resolves when it listens. */
  serve(options?: RunOptions & { readonly args?: readonly string[] }): Promise<Served>
  /** The credential file as JSON. */
  credential(provider: string, account?: string): Promise<Record<string, unknown>>
  [Symbol.asyncDispose](): Promise<void>
}

export interface Served {
  readonly program: Program
  readonly origin: string
  readonly port: number
  /** One request; its answer, head and body, is captured for the scan. */
  ask(path: string, init?: RequestInit): Promise<Asked>
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>
}

interface Asked {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

const secretSetting = /(_KEY|_SECRET|AUTH_TOKEN)$/

/** `server`: where logins come from; what it issued is a secret, too. */
export async function openWorkshop(server?: Pick<LoginServer, 'secrets'>): Promise<Workshop> {
  const root = await createTemporaryDirectory('ccproxy-e2e-')
  const directory = join(root.path, 'config')
  const stateDirectory = join(root.path, 'state')
  const folder = join(root.path, 'folder')
  await mkdir(folder)
  const programs: Program[] = []
  const environment: Record<string, string> = {
    CCPROXY_CONFIG_DIR: directory,
    XDG_STATE_HOME: stateDirectory,
    LOGGING__LEVEL: 'trace',
    LOGGING__FORMAT: 'json',
  }
  const secrets = new Set<string>()
  const secretSources: Workshop['secretSources'] = new Set(server === undefined ? [] : [server.secrets])
  const captured: (readonly [name: string, text: string])[] = []
  const capture = (name: string, text: string): void => {
    captured.push([`${captured.length}: ${name}`, text])
  }

  function command(args: readonly string[], options: RunOptions = {}): Command {
    const plugins = (options.plugins ?? ['plugin-claude']).flatMap((name) => ['--plugin', resolve(packages, name)])
    // Nothing of the person who runs the tests.
    const variables = { ANTHROPIC_API_KEY: undefined, ...environment, ...options.environment }
    for (const [name, value] of Object.entries(variables))
      if (secretSetting.test(name) && value !== undefined && value !== 'auto') secrets.add(value)
    return {
      file: options.program ?? bin,
      args: [...args, ...plugins],
      environment: variables,
      workingDirectory: options.workingDirectory ?? folder,
    }
  }

  function run(args: readonly string[], options: RunOptions = {}): Program {
    const { file, ...rest } = command(args, options)
    const program = startProgram(file, rest)
    programs.push(program)
    return program
  }

  return {
    directory,
    stateDirectory,
    folder,
    environment,
    secrets,
    secretSources,
    capture,
    command,
    run,
    async serve({ args = [], ...options } = {}) {
      const program = run(['serve', '--port', '0', ...args], options)
      const [origin] = await program.printed(/http:\/\/127\.0\.0\.1:\d+/)
      return {
        program,
        origin,
        port: Number(new URL(origin).port),
        async ask(path, init) {
          const answer = await fetch(`${origin}${path}`, init)
          const text = await answer.text()
          capture(`answer of ${path}`, `${JSON.stringify([...answer.headers])}\n${text}`)
          return { status: answer.status, headers: answer.headers, text }
        },
        stop: () => {
          program.signal('SIGTERM')
          return program.ended()
        },
      }
    },
    async credential(provider, account = 'default') {
      return JSON.parse(await readFile(join(directory, 'credentials', provider, `${account}.json`), 'utf8'))
    },
    async [Symbol.asyncDispose]() {
      for (const program of programs) await program[Symbol.asyncDispose]()
      const issued = [...secretSources].flatMap((source) => source())
      for (const secret of [...(await storedSecrets(directory)), ...issued]) secrets.add(secret)
      for (const { stdout, stderr, process } of programs) capture(process.spawnargs.slice(2).join(' '), stdout + stderr)
      await root.remove()
      assertNoSecrets(Object.fromEntries(captured), [...secrets])
    },
  }
}

/** Tokens that are stored at the end must not have been printed either. */
async function storedSecrets(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory, { recursive: true }).catch(() => [])
  const files = names.filter((name) => name.startsWith('credentials') && name.endsWith('.json'))
  const texts = await Promise.all(files.map((name) => readFile(join(directory, name), 'utf8')))
  return texts.flatMap((text) =>
    [...text.matchAll(/"(?:access_token|refresh_token|api_key)": "([^"]+)"/g)].map(([, value]) => value ?? ''),
  )
}
