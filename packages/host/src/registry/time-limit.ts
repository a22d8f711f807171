/** Ends the wait, not the task. @throws what `onTimeout` makes when `task` takes longer than `limitMs` */
export async function withTimeLimit<T>(task: Promise<T>, limitMs: number, onTimeout: () => Error): Promise<T> {
  const timeout = Promise.withResolvers<never>()
  const timer = setTimeout(() => timeout.reject(onTimeout()), limitMs)
  try {
    return await Promise.race([task, timeout.promise])
  } finally {
    clearTimeout(timer)
  }
}
