import { type CCProxyError, toCCProxyError } from '@ccproxy/core/errors'
import { printable } from '../../logging/printable.js'
import { redactText } from '../../logging/redact-text.js'
import type { Output } from './output.js'

/** Lines after the first stand under it. */
const below = '\n       '

/** What failed, what to do, and the code to search for. `stacks` shows where (`--debug`), causes included. */
export function printError(
  output: Output,
  error: unknown,
  options: { readonly stacks: boolean; readonly json: boolean },
): void {
  const failure = toCCProxyError(error)
  // Problems of a configuration come as one line each, and so do ways that lead nowhere.
  const message = failure.message.split('\n').map((line) => redactText(printable(line)))
  const hint = failure.hint.split('\n').map(printable)
  const { paintTalk: paint } = output
  output.say(`${paint.red('error:')} ${message.join(below)}`)
  if (failure.hint !== '') output.say(`${paint.cyan('hint:')}  ${hint.join(below)}`)
  output.say(paint.dim(`code:  ${failure.code}`))
  if (options.stacks) for (const line of stackLines(failure)) output.say(paint.dim(line))
  if (options.json) output.json({ error: { code: failure.code, message: message.join('\n'), hint: hint.join('\n') } })
}

function stackLines(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error) || depth > 4) return []
  const lines = (error.stack ?? error.message).split('\n').map((line) => redactText(printable(line)))
  const indented = lines.map((line, index) => (index === 0 ? line : `    ${line}`))
  return [
    `${depth === 0 ? '' : 'caused by: '}${indented[0] ?? ''}`,
    ...indented.slice(1),
    ...stackLines(error.cause, depth + 1),
  ]
}

/** Where a plugin threw (`--debug`): the places alone, since its own words may hold what it was given. */
export function printOrigin({ say, paintTalk: paint }: Output, name: string, { cause }: CCProxyError): void {
  if (!(cause instanceof Error)) return
  // A syntax error names its place first and has no frame of the plugin.
  const places = (cause.stack ?? '').split('\n').filter((line) => /^\s+at |^file:/.test(line))
  say(paint.dim(`${printable(name)} threw:`))
  for (const place of places) say(paint.dim(`    ${redactText(printable(place.trim()))}`))
}
