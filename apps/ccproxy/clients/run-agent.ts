import { mkdir, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { createTemporaryDirectory } from '@ccproxy/testkit'
import type { Agent, Command, Turn } from './agents/agent.ts'
import { type ProcessResult, runProcess } from './run-process.ts'

export interface AgentRun {
  readonly agent: Agent
  readonly program: Command
  readonly turn: Omit<Turn, 'prompt'>
  /** The proxy that everything goes through but this machine. */
  readonly wayOut: string
}

export interface AgentResult extends ProcessResult {
  /** What only the file says that the agent was told to show. */
  readonly word: string
  readonly milliseconds: number
}

const limitMs = 120_000

/** One turn, with a tool call, in a home and a working directory that are thrown away. */
export async function runAgent({ agent, program, turn, wayOut }: AgentRun): Promise<AgentResult> {
  const root = await createTemporaryDirectory('ccproxy-clients-')
  try {
    const home = join(root.path, 'home')
    const workingDirectory = join(root.path, 'project')
    const temporary = join(root.path, 'tmp')
    for (const folder of [home, workingDirectory, temporary]) await mkdir(folder)
    const word = `heliotrope-${process.hrtime.bigint().toString(36)}`
    const file = join(workingDirectory, 'notes.txt')
    await writeFile(file, `The word is ${word}.\n`)
    const launch = agent.launch({ ...turn, prompt: agent.showFile(file) })
    for (const [path, content] of Object.entries(launch.homeFiles ?? {})) {
      await mkdir(dirname(join(home, path)), { recursive: true })
      await writeFile(join(home, path), JSON.stringify(content))
    }
    const started = performance.now()
    const result = await runProcess({
      file: program.file,
      args: [...program.args, ...launch.args],
      environment: { ...surroundings({ home, temporary, wayOut }), ...launch.environment },
      workingDirectory,
      limitMs,
    })
    return { ...result, word, milliseconds: performance.now() - started }
  } finally {
    await root.remove()
  }
}

interface Surroundings {
  readonly home: string
  readonly temporary: string
  readonly wayOut: string
}

/** Nothing of the person who runs this. */
function surroundings({ home, temporary, wayOut }: Surroundings): Record<string, string> {
  const local = '127.0.0.1,localhost'
  return {
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    HOME: home,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    NO_COLOR: '1',
    HTTPS_PROXY: wayOut,
    HTTP_PROXY: wayOut,
    https_proxy: wayOut,
    http_proxy: wayOut,
    NO_PROXY: local,
    no_proxy: local,
  }
}
