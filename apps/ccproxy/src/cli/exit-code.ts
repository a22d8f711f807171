/** What the shell is told. */
export const exitCode = { ok: 0, failed: 1, usage: 2, notLoggedIn: 3, interrupted: 130 } as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

export function isExitCode(value: unknown): value is ExitCode {
  return Object.values<unknown>(exitCode).includes(value)
}
