// A process with all that it starts: nothing of it outlives the call, nor this process.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

export interface ProcessOptions {
  readonly file: string
  readonly args: readonly string[]
  /** The whole of it. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingDirectory: string
  readonly limitMs: number
}

export interface ProcessResult {
  /** null: it was ended by a signal, or took longer than it may */
  readonly code: number | null
  readonly timedOut: boolean
  readonly stdout: string
  readonly stderr: string
}

const groups = new Set<number>()
const endAll = (): void => {
  for (const group of groups) end(group)
}
process.once('exit', endAll)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

/** @throws Error when it cannot be started */
export async function runProcess(options: ProcessOptions): Promise<ProcessResult> {
  const { file, args, environment, workingDirectory, limitMs } = options
  const child = spawn(file, args, {
    cwd: workingDirectory,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const output = Promise.all([textOf(child.stdout), textOf(child.stderr)])
  await once(child, 'spawn')
  const group = child.pid ?? 0
  groups.add(group)
  let timedOut = false
  const limit = setTimeout(() => {
    timedOut = true
    end(group)
  }, limitMs)
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  clearTimeout(limit)
  // Whoever is left holds the pipes open.
  end(group)
  groups.delete(group)
  const [stdout, stderr] = await output
  return { code: child.exitCode, timedOut, stdout, stderr }
}

/** Ends the leader of the group and everything that it started. */
function end(group: number): void {
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // Nobody is left.
  }
}

const keptCharacters = 200_000

async function textOf(stream: Readable): Promise<string> {
  let text = ''
  for await (const chunk of stream.setEncoding('utf8')) text = `${text}${String(chunk)}`.slice(-keptCharacters)
  return text
}
