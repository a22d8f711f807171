// A pseudo-terminal of tmux that can be closed while a program runs in it.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Command, Workshop } from '../support/workshop.js'

const run = promisify(execFile)
const patienceMs = 30_000

export interface Terminal extends AsyncDisposable {
  /** Waits until the screen matches. @throws Error with the screen after 30 s */
  shows(pattern: RegExp): Promise<RegExpExecArray>
  /** Types these keys, in the names of tmux. */
  type(...keys: readonly string[]): Promise<void>
  /** `tmux kill-session`: what a closed window does. Resolves when the program has ended. */
  close(): Promise<void>
}

/** @param tmux path of the program; each terminal has a tmux server of its own */
export async function openTerminal(tmux: string, { folder }: Workshop, command: Command): Promise<Terminal> {
  const socket = join(folder, `terminal-${Date.now()}`)
  const ask = async (...args: readonly string[]): Promise<string> => (await run(tmux, ['-S', socket, ...args])).stdout
  const { file, args, environment, workingDirectory } = command
  const removed = Object.keys(environment).filter((name) => environment[name] === undefined)
  const set = Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
  const program = ['env', ...removed.flatMap((name) => ['-u', name]), ...set, process.execPath, file, ...args]
  await ask('-f', '/dev/null', 'new-session', '-d', '-x', '200', '-y', '50', '-c', workingDirectory, ...program)
  const pid = Number(await ask('display-message', '-p', '#{pane_pid}'))
  const screen = async (): Promise<string> => ask('capture-pane', '-p', '-J')

  return {
    async shows(pattern) {
      let found: RegExpExecArray | null = null
      await until(async () => (found = pattern.exec(await screen())) !== null, screen)
      if (found === null) throw new Error(`the screen does not match ${pattern}`)
      return found
    },
    type: async (...keys) => void (await ask('send-keys', ...keys)),
    async close() {
      await ask('kill-session')
      await until(
        async () => !isAlive(pid),
        async () => `process ${pid} goes on after its terminal was closed`,
      )
    },
    async [Symbol.asyncDispose]() {
      await ask('kill-server').catch(() => {})
      if (isAlive(pid)) process.kill(pid, 'SIGKILL')
    },
  }
}

/** @throws Error with the description when it is not reached in time */
async function until(isReached: () => Promise<boolean>, describe: () => Promise<string>): Promise<void> {
  for (const deadline = Date.now() + patienceMs; !(await isReached()); await delay(20))
    if (Date.now() > deadline) throw new Error(await describe())
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
