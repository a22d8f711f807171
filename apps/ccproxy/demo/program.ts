import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The built program in a process of its own; what it prints is shown, indented. */
export interface Program {
  /** Resolves when stdout has this. @throws when the program ends before */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  /** @throws when it ends with another exit code */
  ended(code: number): Promise<void>
  signal(name: NodeJS.Signals): void
}

const bin = fileURLToPath(new URL('../bin/ccproxy.js', import.meta.url))
const sandbox = fileURLToPath(new URL('../../../packages/plugin-sandbox', import.meta.url))

export function ccproxy(args: readonly string[], environment: Readonly<Record<string, string>>): Program {
  console.log(`   $ ccproxy ${args.join(' ')}`)
  const child = spawn(process.execPath, [bin, ...args, '--plugin', sandbox], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = once(child, 'exit')
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk: Buffer) => show(chunk.toString()))

  return {
    async printed(pattern) {
      for (;;) {
        const found = pattern.exec(printed)
        if (found !== null) return found
        if (child.exitCode !== null) throw new Error(`ccproxy ${args.join(' ')} ended with ${child.exitCode}`)
        await Promise.race([once(child.stdout, 'data'), exit])
      }
    },
    async ended(code) {
      await exit
      if (child.exitCode !== code)
        throw new Error(`ccproxy ${args.join(' ')} ended with ${child.exitCode ?? child.signalCode}`)
    },
    signal: (name) => {
      if (child.exitCode === null) child.kill(name)
    },
  }
}

function show(text: string): void {
  process.stdout.write(text.replaceAll(/^(?=.)/gm, '   '))
}
