import type { Writable } from 'node:stream'
import pc from 'picocolors'

export type Paint = ReturnType<typeof pc.createColors>

/** A stream that may be a terminal. */
export type OutputStream = Writable & { readonly isTTY?: boolean }

/** stdout carries the answer, stderr the talk; so a pipe gets the answer alone. */
export interface Output {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  /** Colours of stdout; none when it is not a terminal. */
  readonly paint: Paint
  /** Colours of stderr. */
  readonly paintTalk: Paint
  /** A line of the answer. */
  print: (line?: string) => void
  /** A line of the talk. */
  say: (line?: string) => void
  /** The answer for programs. */
  json(value: unknown): void
}

function wantsColor(stream: OutputStream, environment: Readonly<Record<string, string | undefined>>): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false
  const forced = environment['FORCE_COLOR'] ?? ''
  if (forced !== '') return forced !== '0' && forced !== 'false'
  return stream.isTTY === true && environment['TERM'] !== 'dumb'
}

export function createOutput(
  stdout: OutputStream,
  stderr: OutputStream,
  environment: Readonly<Record<string, string | undefined>>,
): Output {
  const print = (line = ''): void => void stdout.write(`${line}\n`)
  return {
    stdout,
    stderr,
    paint: pc.createColors(wantsColor(stdout, environment)),
    paintTalk: pc.createColors(wantsColor(stderr, environment)),
    print,
    say: (line = '') => void stderr.write(`${line}\n`),
    json: (value) => print(JSON.stringify(value, null, 2)),
  }
}
