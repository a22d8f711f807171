import { CCProxyError, type ErrorCode } from '@ccproxy/core/errors'
import type { SettingSource } from './host-settings.js'

/** One thing that is wrong with a setting; problems are collected and reported together. */
export interface SettingProblem {
  readonly code: ErrorCode
  readonly message: string
}

/** For people: a file's path, a variable, a flag. */
export function describeSource(source: SettingSource): string {
  if (source.kind === 'file') return source.file
  if (source.kind === 'environment') return `the environment variable ${source.variable}`
  return source.kind === 'flag' ? `the flag ${source.flag}` : 'the defaults'
}

/** ` in <source>`, or nothing when it is not known. */
export function inSource(source: SettingSource | undefined): string {
  return source === undefined ? '' : ` in ${describeSource(source)}`
}

/** @throws the first problem's code (or `code`) with the messages of all, when there are any */
export function throwProblems(problems: readonly SettingProblem[], code?: ErrorCode): void {
  const [first] = problems
  if (first === undefined) return
  throw new CCProxyError(code ?? first.code, problems.map((problem) => problem.message).join('\n'))
}
