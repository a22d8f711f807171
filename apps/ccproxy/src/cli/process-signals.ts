// The signals that end the program, and the signals that it ignores. The one place for both.

/**
 * Signals that ask the program to end. Without a listener each of them would end the process at once, and a refresh token
 * that the server has rotated would be lost. SIGHUP: the terminal or the SSH session was closed (Windows: the console
 * window). SIGBREAK: Ctrl-Break on Windows. SIGPWR: the power fails. SIGXCPU and SIGALRM: a limit of the system was reached.
 */
const stopSignals = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGBREAK',
  'SIGPWR',
  'SIGXCPU',
  'SIGALRM',
  'SIGVTALRM',
] as const satisfies readonly NodeJS.Signals[]

export type StopSignal = (typeof stopSignals)[number]

/** Calls `listener` at every stop signal. @returns undoes it */
export function onStopSignal(listener: (signal: StopSignal) => void): () => void {
  for (const signal of stopSignals) process.on(signal, listener)
  return () => {
    for (const signal of stopSignals) process.off(signal, listener)
  }
}

/** SIGQUIT (Ctrl-\) means: end now. Responses that are under way are cut, a refresh is not. */
export function isUrgent(signal: StopSignal): boolean {
  return signal === 'SIGQUIT'
}
