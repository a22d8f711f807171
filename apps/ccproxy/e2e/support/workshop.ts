// A place to run the built program in: directories of its own, everything logged, everything that it prints kept and,
// at the end, scanned for the secrets of the test.
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assertNoSecrets, createTemporaryDirectory, type Program, startProgram } from '@ccproxy/testkit'

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const bin = pathOf('../../bin/ccproxy.js')
const packages = pathOf('../../../../packages')

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** First-party plugins to load, by folder name; default plugin-claude. */
  readonly plugins?: readonly string[]
  readonly workingDirectory?: string
}

export interface Workshop {
  /** The configuration directory. */
  readonly directory: string
  readonly stateDirectory: string
  /** An empty folder. */
  readonly folder: string
  /** Of every program that is run here; may be added to. */
  readonly environment: Record<string, string>
  /** Must appear in no output of any program. */
  readonly secrets: Set<string>
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
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>
}

export async function openWorkshop(): Promise<Workshop> {
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

  function run(args: readonly string[], options: RunOptions = {}): Program {
    const plugins = (options.plugins ?? ['plugin-claude']).flatMap((name) => ['--plugin', join(packages, name)])
    const program = startProgram(bin, {
      args: [...args, ...plugins],
      // Nothing of the person who runs the tests.
      environment: { ANTHROPIC_API_KEY: undefined, ...environment, ...options.environment },
      workingDirectory: options.workingDirectory ?? folder,
    })
    programs.push(program)
    return program
  }

  return {
    directory,
    stateDirectory,
    folder,
    environment,
    secrets,
    run,
    async serve({ args = [], ...options } = {}) {
      const program = run(['serve', '--port', '0', ...args], options)
      const [origin] = await program.printed(/http:\/\/127\.0\.0\.1:\d+/)
      return {
        program,
        origin,
        port: Number(new URL(origin).port),
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
      for (const secret of await storedSecrets(directory)) secrets.add(secret)
      const outputs = programs.map(({ stdout, stderr }, index) => [`program ${index}`, stdout + stderr] as const)
      await root.remove()
      assertNoSecrets(Object.fromEntries(outputs), [...secrets])
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
