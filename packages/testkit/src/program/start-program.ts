// A program in a process of its own: everything that it prints is kept, so that a test can wait for it and scan it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export interface ProgramOptions {
  readonly args?: readonly string[]
  /** Added to the environment of this process; undefined removes. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly workingDirectory?: string
  /** Told of each piece of output as it comes. */
  readonly onOutput?: (text: string) => void
}

export interface Program {
  readonly process: ChildProcess
  /** Everything so far. */
  readonly stdout: string
  readonly stderr: string
  /** Waits until stdout, or both outputs with `anywhere`, match. @throws Error with the output when it ends, or 30 s pass, before */
  printed(pattern: RegExp, options?: { readonly anywhere?: boolean }): Promise<RegExpExecArray>
  /** Types into its standard input. */
  type(text: string): void
  /** Ends its standard input. */
  endInput(): void
  signal(name: NodeJS.Signals): void
  /** Waits for its end. @returns the exit code; null when a signal ended it */
  ended(): Promise<number | null>
  [Symbol.asyncDispose](): Promise<void>
}

const patienceMs = 30_000

/** A test that ran out of time disposes of nothing; what it started ends with its process all the same. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** @param file the JavaScript file to run with this Node */
export function startProgram(file: string, options: ProgramOptions = {}): Program {
  const { args = [], environment = {}, workingDirectory, onOutput } = options
  const child = spawn(process.execPath, [file, ...args], {
    env: Object.fromEntries(
      Object.entries({ ...process.env, ...environment }).filter(([, value]) => value !== undefined),
    ),
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(workingDirectory !== undefined && { cwd: workingDirectory }),
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const closed = once(child, 'close')
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    onOutput?.(text)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    onOutput?.(text)
  })
  // It may end before it reads what was typed.
  child.stdin.on('error', () => {})

  const program: Program = {
    process: child,
    get stdout() {
      return stdout
    },
    get stderr() {
      return stderr
    },
    async printed(pattern, { anywhere = false } = {}) {
      const deadline = performance.now() + patienceMs
      for (;;) {
        const found = pattern.exec(anywhere ? stdout + stderr : stdout)
        if (found !== null) return found
        const ended = child.exitCode !== null || child.signalCode !== null
        if (ended || performance.now() > deadline)
          throw new Error(`${ended ? 'ended' : 'waited in vain'} before it printed ${pattern}\n${stdout}\n${stderr}`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    type: (text) => child.stdin.write(text),
    endInput: () => child.stdin.end(),
    signal: (name) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(name)
    },
    async ended() {
      await closed
      return child.exitCode
    },
    async [Symbol.asyncDispose]() {
      program.signal('SIGKILL')
      await closed
    },
  }
  return program
}
