// `npm create @ccproxy/plugin`
import { parseArgs } from 'node:util'
import { createPlugin } from './create-plugin.js'
import { readVersion } from './read-version.js'
import { type ScaffoldFlags, scaffoldFlags } from './scaffold-flags.js'
import { isScaffoldProblem, ScaffoldProblem } from './scaffold-problem.js'

/** What the shell is told. */
const exitCode = { failed: 1, usage: 2, interrupted: 130 } as const

/** Runs the program; the exit code is left in `process.exitCode`. */
export async function main(): Promise<void> {
  const { stdin, stdout, stderr, env } = process
  try {
    const flags = parseFlags(process.argv.slice(2))
    if (flags === 'help' || flags === 'version') {
      stdout.write(flags === 'help' ? help() : `${readVersion()}\n`)
      return
    }
    const terminal = stdin.isTTY && stderr.isTTY ? { input: stdin, output: stderr } : undefined
    const created = await createPlugin({ flags, workingDirectory: process.cwd(), terminal, environment: env })
    if (created === undefined) {
      stderr.write('Nothing was written.\n')
      process.exitCode = exitCode.interrupted
    } else stdout.write(`${created.nextSteps.join('\n')}\n`)
  } catch (error) {
    if (!isScaffoldProblem(error)) throw error
    stderr.write(`error: ${error.message}\nhint:  ${error.hint}\n`)
    process.exitCode = exitCode.usage
  }
}

/** @throws ScaffoldProblem */
function parseFlags(args: readonly string[]): ScaffoldFlags | 'help' | 'version' {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
  }
  for (const [name, { type }] of Object.entries(scaffoldFlags))
    options[name] = { type: type === 'boolean' ? 'boolean' : 'string' }
  try {
    const { values } = parseArgs({ args: [...args], options })
    if (values['help'] === true) return 'help'
    if (values['version'] === true) return 'version'
    // None of them may be repeated, so none is a list.
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? undefined : value]),
    )
  } catch (error) {
    const [message = ''] = (error instanceof Error ? error.message : '').split('. ')
    throw new ScaffoldProblem(message, 'See `npm create @ccproxy/plugin -- --help`.')
  }
}

function help(): string {
  const rows = Object.entries(scaffoldFlags).map(([name, flag]) => {
    const value = 'valueHint' in flag ? ` <${flag.valueHint}>` : flag.type === 'enum' ? ' <choice>' : ''
    return `  ${`--${name}${value}`.padEnd(34)} ${flag.description}`
  })
  return [
    'Writes a plugin for CCProxy that builds and passes its tests. Asks for what is not given.',
    '',
    'npm create @ccproxy/plugin [-- flags]',
    '',
    ...rows,
    '',
  ].join('\n')
}
