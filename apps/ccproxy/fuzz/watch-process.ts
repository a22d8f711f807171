/** Collects what a process says when something went wrong that nobody waited for. */
export interface ProcessWatch {
  /** Since the last call. */
  take(): readonly string[]
  stop(): void
}

export function watchProcess(): ProcessWatch {
  let problems: string[] = []
  const note = (error: unknown): void => {
    problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  const events = ['unhandledRejection', 'uncaughtException', 'warning'] as const
  for (const event of events) process.on(event, note)
  return {
    take() {
      const taken = problems
      problems = []
      return taken
    },
    stop() {
      for (const event of events) process.off(event, note)
    },
  }
}
