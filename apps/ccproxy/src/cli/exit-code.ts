/** What the shell is told. */
export const exitCode = { ok: 0, failed: 1, usage: 2, notLoggedIn: 3 } as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
