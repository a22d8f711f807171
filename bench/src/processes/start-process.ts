import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Core, pinnedCommand } from './pinning.ts'

export interface Started {
  readonly pid: number
  readonly process: ChildProcess
  /** Everything that it said, the last 20,000 characters. */
  output(): string
  [Symbol.asyncDispose](): Promise<void>
}

export interface StartOptions {
  readonly core: Core
  /** The whole of it; absent: that of this process. */
  readonly environment?: NodeJS.ProcessEnv
  /** Also a channel for messages. */
  readonly ipc?: boolean
  readonly workingDirectory?: string
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

const keptCharacters = 20_000

/** Starts a command on its core. It ends when it is disposed of, and at the latest with this process. */
export function startProcess(command: readonly [string, ...string[]], options: StartOptions): Started {
  const { core, environment = process.env, ipc = false, workingDirectory } = options
  const [file, ...args] = pinnedCommand(core, command)
  const child = spawn(file, args, {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
    ...(workingDirectory !== undefined && { cwd: workingDirectory }),
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-keptCharacters)
    })
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', (error) => {
      said += String(error)
      resolve()
    })
  })
  return {
    pid: child.pid ?? 0,
    process: child,
    output: () => said,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** @throws Error with what it said, when it ends before it says where it listens */
export async function portFromMessage(started: Started): Promise<number> {
  const ended = new AbortController()
  started.process.once('exit', () => ended.abort())
  const [address]: unknown[] = await once(started.process, 'message', { signal: ended.signal }).catch(() => [])
  if (typeof address !== 'object' || address === null || !('port' in address))
    throw new Error(`a server of the bench did not start:\n${started.output()}`)
  return Number(address.port)
}
