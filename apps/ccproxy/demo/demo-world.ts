// The built program with the plugin of the sandbox, in directories that are thrown away.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Program, startProgram } from '@ccproxy/testkit'
import { remark, show } from './narration.ts'

const bin = fileURLToPath(new URL('../bin/ccproxy.js', import.meta.url))
const sandbox = fileURLToPath(new URL('../../../packages/plugin-sandbox', import.meta.url))
/** Of access tokens. Short, so that the demo sees one expire. */
export const lifetimeSeconds = 2

export interface DemoWorld extends AsyncDisposable {
  /** `ccproxy …args`; what it prints is shown, unless it is asked for quietly. */
  ccproxy(args: readonly string[], options?: { readonly quiet?: boolean }): Program
}

export async function openDemoWorld(): Promise<DemoWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'ccproxy-demo-'))
  const environment = {
    CCPROXY_CONFIG_DIR: join(folder, 'config'),
    XDG_STATE_HOME: join(folder, 'state'),
    CCPROXY_SANDBOX_API_KEY: undefined,
    PLUGINS__SANDBOX__ENABLED: 'true',
    PLUGINS__SANDBOX__PORT: '18765',
    PLUGINS__SANDBOX__ACCESS_TOKEN_LIFETIME: String(lifetimeSeconds),
    LOGGING__LEVEL: 'info',
    LOGGING__FORMAT: 'pretty',
  }
  const programs: Program[] = []
  return {
    ccproxy(args, { quiet = false } = {}) {
      if (!quiet) remark(`$ ccproxy ${args.join(' ')}`)
      const program = startProgram(bin, {
        args: [...args, '--plugin', sandbox],
        environment,
        ...(quiet ? {} : { onOutput: show }),
      })
      programs.push(program)
      return program
    },
    async [Symbol.asyncDispose]() {
      for (const program of programs) await program[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** @returns what it printed on stdout. @throws Error when it failed */
export async function succeeded(program: Program): Promise<string> {
  const code = await program.ended()
  if (code !== 0) throw new Error(`ccproxy ended with ${code}`)
  return program.stdout
}
